package dev.faregate.integration.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Map;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.multipart.support.StandardMultipartHttpServletRequest;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Resolves multipart requests without reading them, not even for conditions on parameters, until {@link UploadRequest} says that it may. */
final class LazyUploads extends StandardServletMultipartResolver {

    private final StandardServletMultipartResolver settings;

    LazyUploads(StandardServletMultipartResolver settings) {
        this.settings = settings;
    }

    @Override
    public boolean isMultipart(HttpServletRequest request) {
        return settings.isMultipart(request);
    }

    @Override
    public MultipartHttpServletRequest resolveMultipart(HttpServletRequest request) {
        return new Lazy(request);
    }

    private static final class Lazy extends StandardMultipartHttpServletRequest {

        Lazy(HttpServletRequest request) {
            super(request, true);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return UploadRequest.isReadable(this)
                    ? super.getParameterNames()
                    : getRequest().getParameterNames();
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return UploadRequest.isReadable(this)
                    ? super.getParameterMap()
                    : getRequest().getParameterMap();
        }
    }
}

package dev.faregate.integration.servlet;

import dev.faregate.http.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request whose sender is known to whatever asks in the servlet API's own way: access logs, say. */
final class AdmittedRequest extends HttpServletRequestWrapper {

    private final Verdict.Admitted admitted;

    AdmittedRequest(HttpServletRequest request, Verdict.Admitted admitted) {
        super(request);
        this.admitted = admitted;
    }

    @Override
    public Principal getUserPrincipal() {
        return this::getRemoteUser;
    }

    @Override
    public String getRemoteUser() {
        return admitted.caller().owner().id();
    }
}

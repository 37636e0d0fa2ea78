package dev.faregate.it.starters;

import dev.faregate.identity.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.glassfish.jersey.server.ResourceConfig;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** An application with handlers of every starter. Spring Security lets everything through, so that Faregate alone holds it shut. */
@SpringBootApplication
@EnableWebSocket
@EnableWebSocketMessageBroker
public class StartersApplication implements WebSocketConfigurer, WebSocketMessageBrokerConfigurer {

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(new TextWebSocketHandler(), "/ws").setAllowedOriginPatterns("*");
        registry.addHandler(new TextWebSocketHandler(), "/sockjs")
                .setAllowedOriginPatterns("*")
                .withSockJS();
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/stomp").setAllowedOriginPatterns("*");
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
    }

    @Bean
    SecurityFilterChain everything(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    ResourceConfig jersey() {
        return new ResourceConfig(Resource.class);
    }

    @Path("/hello")
    public static class Resource {

        @GET
        public String hello() {
            return "hello";
        }
    }

    @Controller
    static class Queries {

        @QueryMapping
        String greeting() {
            return "hello";
        }
    }

    @RestController
    static class Told {

        @GetMapping("/told")
        String told(Caller caller) {
            return caller.owner().id();
        }
    }
}

package dev.faregate.servlets;

import dev.faregate.blackbox.Adapter;
import jakarta.servlet.ServletContainerInitializer;

/** A servlet container that starts an application on a free port of the loopback address. */
public interface Container {

    Adapter.Server start(String contextPath, ServletContainerInitializer application) throws Exception;
}

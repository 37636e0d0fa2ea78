/** What a modular application has to say to use the library with the JDK's own server. */
module dev.faregate.it.modular {
    requires dev.faregate;
    requires jdk.httpserver;
}

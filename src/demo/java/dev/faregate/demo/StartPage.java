package dev.faregate.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.faregate.demo.service.Reply;
import java.io.IOException;

/** Says what there is, and what of it is for a demo only. */
final class StartPage implements HttpHandler {

    private static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Faregate demo</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            code { font-size: .9rem; overflow-wrap: anywhere; }
            li { margin: .25rem 0; }
            </style>
            </head>
            <body>
            <h1>Faregate demo</h1>
            <p>Three services in miniature, each built with Faregate alone: permanent API tokens, their exchange for
            expiring base tokens, and rate limits per endpoint.</p>
            <p>Users: <code>ada@example.com</code> / <code>correct-horse</code> (administrator), and
            <code>grace@example.com</code> / <code>battery-staple</code>.</p>

            <h2>BoxHero: a limit for each endpoint</h2>
            <p>An API token of the user's, sent as <code>Authorization: Bearer</code>. Each endpoint takes 5 requests a
            second of each API token.</p>
            <ul>
            <li><a href="/boxhero/settings/integrations/api-tokens"><code>GET
            /boxhero/settings/integrations/api-tokens</code></a>, also <code>POST {"name"}</code>, and <code>DELETE
            …/{id}</code>, as a user by HTTP Basic</li>
            <li><a href="/boxhero/v1/items"><code>GET /boxhero/v1/items</code></a>,
            <a href="/boxhero/v1/items/1"><code>/boxhero/v1/items/{id}</code></a>,
            <a href="/boxhero/v1/locations"><code>/boxhero/v1/locations</code></a></li>
            </ul>

            <h2>NocoDB: one API token, dead once deleted</h2>
            <p>A session by <code>xc-auth</code> to handle things with; one API token for each user, sent as
            <code>xc-token</code>.</p>
            <ul>
            <li><code>POST /nocodb/api/v1/auth/user/signin {"email", "password"}</code>, <code>POST …/signout</code>,
            <a href="/nocodb/api/v1/auth/user/me"><code>GET …/me</code></a></li>
            <li><code>GET</code> and <code>POST /nocodb/api/v1/tokens {"description"}</code>, <code>DELETE
            …/{id}</code></li>
            <li><a href="/nocodb/api/v1/db/data/noco/Shop/Products"><code>GET
            /nocodb/api/v1/db/data/noco/Shop/Products</code></a></li>
            </ul>

            <h2>SeaTable: an API token for one base, exchanged for a base token</h2>
            <p>An Account-Token administers, an API token is exchanged, a base token opens its base; each is sent as
            <code>Authorization: Token</code> or <code>Bearer</code>.</p>
            <ul>
            <li><code>POST /seatable/api2/auth-token/</code> with <code>username</code> and <code>password</code></li>
            <li><code>GET</code> and <code>POST /seatable/api/v2.1/workspace/1/dtable/{base}/api-tokens/</code> with
            <code>app_name</code> and <code>permission</code> (<code>r</code> or <code>rw</code>), <code>PUT</code> and
            <code>DELETE …/{app_name}/</code>; the bases are <code>Inventory</code> and <code>Projects</code></li>
            <li><a href="/seatable/api/v2.1/org/api-tokens/"><code>GET /seatable/api/v2.1/org/api-tokens/</code></a>,
            for the administrator</li>
            <li><a href="/seatable/api/v2.1/dtable/app-access-token/"><code>GET
            /seatable/api/v2.1/dtable/app-access-token/?exp=5h</code></a></li>
            <li><code>GET /seatable/api-gateway/api/v2/dtables/{uuid}/metadata/</code>, and <code>GET</code>,
            <code>POST</code>, <code>PUT</code>, <code>DELETE …/rows/</code> of the table <code>Items</code></li>
            </ul>

            <h2>For a demo only</h2>
            <p>The users' passwords stand in the source. API tokens and data are kept in memory, under keys made at the
            start: all of it ends with the process. It listens on this machine alone, without TLS.</p>
            </body>
            </html>
            """;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        if (!"/".equals(exchange.getRequestURI().getRawPath())) {
            Reply.text(exchange, 404, "text/plain; charset=utf-8", "There is no such page.\n");
            return;
        }
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Reply.text(exchange, 405, "text/plain; charset=utf-8", "The page can only be read.\n");
            return;
        }
        Reply.text(exchange, 200, "text/html; charset=utf-8", HTML);
    }
}

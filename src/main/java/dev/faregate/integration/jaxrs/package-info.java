/** Guards the resources of an application with Jakarta RESTful Web Services 4. */
@NullMarked
package dev.faregate.integration.jaxrs;

import org.jspecify.annotations.NullMarked;

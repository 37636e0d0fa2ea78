/** Guards the methods of a gRPC server. */
@NullMarked
package dev.faregate.integration.grpc;

import org.jspecify.annotations.NullMarked;

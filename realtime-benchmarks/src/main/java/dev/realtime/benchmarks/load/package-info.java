/** A server with many clients, beside the same on the bare container: what we add to the floor. */
@NullMarked
package dev.realtime.benchmarks.load;

import org.jspecify.annotations.NullMarked;

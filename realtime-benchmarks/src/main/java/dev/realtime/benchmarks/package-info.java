/** What the parts of the core cost, each by itself. */
@NullMarked
package dev.realtime.benchmarks;

import org.jspecify.annotations.NullMarked;

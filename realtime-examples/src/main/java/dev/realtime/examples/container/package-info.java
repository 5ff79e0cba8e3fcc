/** The same application on an embedded Jetty, Tomcat or Undertow. */
@NullMarked
package dev.realtime.examples.container;

import org.jspecify.annotations.NullMarked;

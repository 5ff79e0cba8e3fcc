/** The library inside application servers as one installs them: {@code ./mvnw verify -Pcontainers}. */
package dev.realtime.examples.servers;

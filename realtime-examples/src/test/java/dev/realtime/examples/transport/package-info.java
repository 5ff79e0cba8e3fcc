/** All transports held to the testkit's contract, on all embedded containers. */
package dev.realtime.examples.transport;

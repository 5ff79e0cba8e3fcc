/** All transports through a proxy that is set up as docs/PROXIES.md says. */
package dev.realtime.examples.proxy;

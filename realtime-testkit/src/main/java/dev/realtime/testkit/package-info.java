/**
 * Contracts for event logs and transports, and what they are made of: time that is moved by hand, a network that fails on
 * purpose, and a ledger that finds an event that is missing, out of place, or there twice.
 */
@NullMarked
package dev.realtime.testkit;

import org.jspecify.annotations.NullMarked;

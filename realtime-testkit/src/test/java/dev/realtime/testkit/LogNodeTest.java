package dev.realtime.testkit;

import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;

class LogNodeTest extends EventLogContract {
    @Override
    protected EventLog open(Retention retention, ManualTime time) {
        return new LogHub(() -> InMemoryEventLog.builder().retention(retention).ticker(time), time).node();
    }
}

package dev.realtime.testkit;

import dev.realtime.log.EventLog;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;

class InMemoryEventLogTest extends EventLogContract {
    @Override
    protected EventLog open(Retention retention, ManualTime time) {
        return InMemoryEventLog.builder()
                .retention(retention)
                .ticker(time)
                .clock(time)
                .build();
    }
}

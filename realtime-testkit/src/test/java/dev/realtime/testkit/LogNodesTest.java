package dev.realtime.testkit;

import dev.realtime.event.Cursor;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.EventLog;
import dev.realtime.log.Follower;
import dev.realtime.log.From;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What two nodes append, a third reads: the contract holds among them. */
class LogNodesTest extends EventLogContract {
    @Override
    protected EventLog open(Retention retention, ManualTime time) {
        LogHub hub =
                new LogHub(() -> InMemoryEventLog.builder().retention(retention).ticker(time), time);
        return new Apart(hub.node(), List.of(hub.node(), hub.node()), new AtomicInteger());
    }

    private record Apart(LogNode reads, List<LogNode> append, AtomicInteger appends) implements EventLog {
        @Override
        public CompletionStage<Appended> append(Draft draft) {
            return append.get(appends.getAndIncrement() % append.size()).append(draft);
        }

        @Override
        public CompletionStage<Batch> read(List<TopicFilter> topics, From from, int limit) {
            return reads.read(topics, from, limit);
        }

        @Override
        public Cursor head() {
            return reads.head();
        }

        @Override
        public Following follow(Follower follower) {
            return reads.follow(follower);
        }

        @Override
        public void close() {
            append.forEach(LogNode::close);
            reads.close();
        }
    }
}

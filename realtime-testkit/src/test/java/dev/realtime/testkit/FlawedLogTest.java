package dev.realtime.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.realtime.event.Cursor;
import dev.realtime.event.Event;
import dev.realtime.event.Json;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.log.Appended;
import dev.realtime.log.Batch;
import dev.realtime.log.Draft;
import dev.realtime.log.EventLog;
import dev.realtime.log.Follower;
import dev.realtime.log.From;
import dev.realtime.log.Gap;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Position;
import dev.realtime.log.Retention;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract of logs turns red for each thing that a log can do wrong. */
class FlawedLogTest {
    private static Flaw flaw;

    /** What a log does wrong, and a test of the contract that must see it. */
    enum Flaw {
        SWALLOWS_GAPS("a_loss_is_a_gap_before_all_that_is_retained") {
            @Override
            Batch read(Batch batch, InMemoryEventLog log) {
                return new Batch(batch.events(), null, batch.position());
            }
        },
        CRIES_WOLF("no_loss_of_a_selected_topic_is_no_gap") {
            @Override
            Batch read(Batch batch, InMemoryEventLog log) {
                Cursor cursor = batch.cursor();
                return batch.isEmpty()
                        ? batch
                        : new Batch(batch.events(), new Gap(Gap.Reason.EVICTED, cursor, cursor), batch.position());
            }
        },
        TELLS_A_LOSS_AGAIN("one_reader_is_told_of_each_loss_once_and_one_that_resumes_again") {
            @Override
            Batch read(Batch batch, InMemoryEventLog log) {
                return new Batch(batch.events(), batch.gap(), new Position(batch.cursor(), 0));
            }
        },
        REPEATS_THE_LAST_EVENT("a_cursor_carries_on_after_each_event_once_in_order") {
            @Override
            From from(From from) {
                return from instanceof From.After after
                                && after.position().cursor().sequence() > 1
                        ? From.after(after.position()
                                .cursor()
                                .at(after.position().cursor().sequence() - 1))
                        : from;
            }
        },
        SKIPS_AN_EVENT("a_read_has_at_most_its_limit_and_the_next_goes_on_there") {
            @Override
            Batch read(Batch batch, InMemoryEventLog log) {
                return new Batch(
                        batch.events(),
                        batch.gap(),
                        new Position(log.head(), batch.position().told()));
            }
        },
        FORGETS_THE_LIMIT("a_read_has_at_most_its_limit_and_the_next_goes_on_there") {
            @Override
            int limit(int limit) {
                return limit + 1;
            }
        },
        READS_FOREIGN_CURSORS_FROM_NOW("a_cursor_that_this_log_never_gave_out_is_a_gap_and_all_that_is_retained") {
            @Override
            Batch read(Batch batch, InMemoryEventLog log) {
                boolean foreign = batch.gap() != null && batch.gap().from() == null;
                return foreign ? new Batch(List.of(), null, new Position(log.head(), 0)) : batch;
            }
        },
        HAS_THE_EPOCH_OF_ALL("a_cursor_that_this_log_never_gave_out_is_a_gap_and_all_that_is_retained") {
            @Override
            InMemoryEventLog open(Retention retention, ManualTime time) {
                return SHARED.computeIfAbsent(retention, key -> Flaw.usual(retention, time));
            }
        },
        IGNORES_KEYS("a_repeated_key_appends_nothing_and_answers_with_the_first") {
            @Override
            Draft draft(Draft draft) {
                return new Draft(draft.topic(), draft.type(), draft.data(), null);
            }
        },
        SHARES_KEYS_AMONG_TOPICS("a_repeated_key_appends_nothing_and_answers_with_the_first") {
            @Override
            Draft draft(Draft draft) {
                return draft.key() == null ? draft : new Draft(new Topic("a"), draft.type(), draft.data(), draft.key());
            }
        },
        ANSWERS_WITH_THE_REPEAT("a_repeated_key_appends_nothing_and_answers_with_the_first") {
            @Override
            CompletionStage<Appended> append(Draft draft, InMemoryEventLog log) {
                return log.append(draft).thenApply(appended -> {
                    Event first = appended.event();
                    Event repeat = new Event(first.id(), draft.topic(), draft.type(), first.time(), draft.data());
                    return new Appended(repeat, appended.repeated());
                });
            }
        },
        RESPELLS_DATA("an_event_is_kept_as_it_was_given") {
            @Override
            Draft draft(Draft draft) {
                Json respelled = Json.parse(draft.data().toString().replace("1.50", "1.5"));
                return new Draft(draft.topic(), draft.type(), respelled, draft.key());
            }
        },
        SAYS_YES_TOO_EARLY("a_returned_append_is_read_by_anyone") {
            @Override
            CompletionStage<Appended> append(Draft draft, InMemoryEventLog log) {
                Event event = new Event(
                        log.head().at(log.head().sequence() + 1),
                        draft.topic(),
                        draft.type(),
                        Instant.EPOCH,
                        draft.data());
                return CompletableFuture.completedStage(new Appended(event, false));
            }
        },
        KEEPS_EVERYTHING_FOR_EVER("an_event_goes_when_it_is_older_than_the_age") {
            @Override
            InMemoryEventLog open(Retention retention, ManualTime time) {
                return InMemoryEventLog.builder().retention(retention).build();
            }
        },
        TAKES_VALUES_FOR_HISTORY("a_superseded_value_is_no_gap") {
            @Override
            InMemoryEventLog open(Retention retention, ManualTime time) {
                return Flaw.usual(
                        new Retention(retention.maxEvents(), retention.maxAge(), retention.maxBytes(), false), time);
            }
        },
        IS_NOT_BOUNDED_IN_BYTES("a_topic_holds_no_more_than_its_bytes_and_the_newest_event_always") {
            @Override
            InMemoryEventLog open(Retention retention, ManualTime time) {
                return Flaw.usual(retention.withMaxBytes(1 << 30), time);
            }
        },
        TELLS_FOLLOWERS_OF_THE_PAST("followers_are_told_of_each_event_from_now_on_until_they_leave") {
            @Override
            EventLog.Following follow(Follower follower, InMemoryEventLog log) {
                log.readNow(List.of(TopicFilter.of("**")), From.earliest(), 1_000)
                        .events()
                        .forEach(follower::appended);
                return log.follow(follower);
            }
        },
        DROPS_WHAT_THE_TAIL_SHOULD_BRING("between_a_replay_and_the_tail_nothing_is_lost") {
            @Override
            EventLog.Following follow(Follower follower, InMemoryEventLog log) {
                return log.follow(event -> {
                    if (event.sequence() % 100 != 50) {
                        follower.appended(event);
                    }
                });
            }
        },
        HOLDS_A_LOCK("what_depends_on_an_append_may_use_the_log") {
            private final ReentrantLock lock = new ReentrantLock();

            @Override
            CompletionStage<Appended> append(Draft draft, InMemoryEventLog log) {
                CompletableFuture<Appended> stage = new CompletableFuture<>() {
                    @Override
                    public CompletableFuture<Void> thenAccept(Consumer<? super Appended> action) {
                        lock.lock();
                        try {
                            return super.thenAccept(action);
                        } finally {
                            lock.unlock();
                        }
                    }
                };
                if (!lock.tryLock()) {
                    return CompletableFuture.failedStage(new IllegalStateException("locked"));
                }
                lock.unlock();
                log.append(draft).thenAccept(stage::complete);
                return stage;
            }
        },
        OPENS_FOR_EVER("a_closed_log_takes_no_appends") {
            @Override
            void close(InMemoryEventLog log) {}
        };

        private static final Map<Retention, InMemoryEventLog> SHARED = new HashMap<>();

        final String seenBy;

        Flaw(String seenBy) {
            this.seenBy = seenBy;
        }

        private static InMemoryEventLog usual(Retention retention, ManualTime time) {
            return InMemoryEventLog.builder()
                    .retention(retention)
                    .ticker(time)
                    .clock(time)
                    .build();
        }

        InMemoryEventLog open(Retention retention, ManualTime time) {
            return usual(retention, time);
        }

        Draft draft(Draft draft) {
            return draft;
        }

        CompletionStage<Appended> append(Draft draft, InMemoryEventLog log) {
            return log.append(draft(draft));
        }

        From from(From from) {
            return from;
        }

        int limit(int limit) {
            return limit;
        }

        Batch read(Batch batch, InMemoryEventLog log) {
            return batch;
        }

        EventLog.Following follow(Follower follower, InMemoryEventLog log) {
            return log.follow(follower);
        }

        void close(InMemoryEventLog log) {
            log.close();
        }
    }

    /** The log in memory, with one flaw. */
    private record Flawed(InMemoryEventLog log, Flaw flaw) implements EventLog {
        @Override
        public CompletionStage<Appended> append(Draft draft) {
            return flaw.append(draft, log);
        }

        @Override
        public CompletionStage<Batch> read(List<TopicFilter> topics, From from, int limit) {
            return log.read(topics, flaw.from(from), flaw.limit(limit)).thenApply(batch -> flaw.read(batch, log));
        }

        @Override
        public Cursor head() {
            return log.head();
        }

        @Override
        public Following follow(Follower follower) {
            return flaw.follow(follower, log);
        }

        @Override
        public void close() {
            flaw.close(log);
        }
    }

    /** Run by this test alone: its name is none that a build looks for. */
    static class HeldToTheContract extends EventLogContract {
        @Override
        protected EventLog open(Retention retention, ManualTime time) {
            return new Flawed(flaw.open(retention, time), flaw);
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void each_flaw_is_seen(Flaw present) {
        flaw = present;
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(HeldToTheContract.class, present.seenBy))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(1).failed(1));
    }
}

package dev.realtime.examples.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.realtime.Access;
import dev.realtime.AccessRules;
import dev.realtime.Notifier;
import dev.realtime.event.Cursor;
import dev.realtime.event.Topic;
import dev.realtime.event.TopicFilter;
import dev.realtime.examples.container.Container;
import dev.realtime.examples.container.EmbeddedServer;
import dev.realtime.log.InMemoryEventLog;
import dev.realtime.log.Retention;
import dev.realtime.testkit.FaultProxy;
import dev.realtime.testkit.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A scenario played to one transport, with a server of its own behind a network that can be cut. */
final class ScenarioRun implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> REFUSALS =
            Map.of("400", "malformed", "bad-request", "malformed", "403", "forbidden", "forbidden", "forbidden");

    private final Scenario scenario;
    private final Clients transport;
    private final Map<String, Follower> followers = new LinkedHashMap<>();
    private final Map<String, String> marks = new HashMap<>();
    private final FaultProxy network;
    private Notifier notifier;
    private EmbeddedServer server;

    ScenarioRun(Scenario scenario, Clients transport) throws IOException {
        this.scenario = scenario;
        this.transport = transport;
        start();
        network = FaultProxy.to(server.port());
    }

    private void start() {
        AccessRules access = Access.rules();
        for (String topic : scenario.refused()) {
            access = access.denySubscribe(topic);
        }
        Retention retention = Retention.DEFAULT.withMaxEvents(scenario.keep());
        notifier = Notifier.builder()
                .log(InMemoryEventLog.builder().retention(retention).build())
                .access(access.allowSubscribe("**"))
                .build();
        server = Server.start(Container.JETTY, notifier);
    }

    void play() throws IOException {
        for (Scenario.Step step : scenario.steps()) {
            play(step);
        }
        expectOneMoreEach();
    }

    private void play(Scenario.Step step) throws IOException {
        switch (step.verb()) {
            case SUBSCRIBE -> {
                String cursor = step.has(2) ? step.text(2) : null;
                String from = cursor != null && cursor.startsWith("@") ? marks.get(cursor.substring(1)) : cursor;
                followers.put(step.text(0), new Follower(transport.client(), network.port(), step.text(1), from));
            }
            case UNSUBSCRIBE -> followers.remove(step.text(0)).close();
            case PUBLISH -> step.items().forEach(data -> notifier.publish(step.text(0), data));
            case EXPECT -> expect(step.text(0), step.items());
            case MARK -> {
                Cursor head = notifier.head();
                long ahead = step.has(1) ? step.arguments().get(1).longValue() : 0;
                marks.put(step.text(0), head.at(head.sequence() + ahead).token());
            }
            case CUT -> network.cutUntilMended();
            case MEND -> network.mend();
            case RESTART -> restart();
        }
    }

    private void restart() {
        stop();
        start();
        network.redirectTo(server.port());
    }

    private void stop() {
        notifier.close();
        server.close();
    }

    private void expect(String name, List<JsonNode> items) throws IOException {
        Follower follower = followers.get(name);
        List<JsonNode> told = new ArrayList<>();
        while (told.size() < items.size()) {
            Received next = follower.next();
            told.add(spelled(next));
            if (next instanceof Received.Refused) {
                followers.remove(name).close();
            }
        }
        assertThat(told).as(name).isEqualTo(items);
    }

    private static JsonNode spelled(Received item) throws JsonProcessingException {
        if (item instanceof Received.Event event) {
            return JSON.readTree(event.data());
        } else if (item instanceof Received.Gap gap) {
            return JSON.createObjectNode().put("gap", gap.reason());
        } else if (item instanceof Received.Refused refused) {
            return JSON.createObjectNode().put("refused", REFUSALS.get(refused.code()));
        }
        throw new AssertionError("not told of a place: " + item);
    }

    /** Anything that came twice, or that should not have come at all, would be before it. */
    private void expectOneMoreEach() throws IOException {
        Set<String> topics = new TreeSet<>();
        followers.values().forEach(each -> topics.add(each.filter().replaceAll("\\*+", "end")));
        for (String topic : topics) {
            notifier.publish(topic, "the end of " + topic);
        }
        for (String name : followers.keySet()) {
            TopicFilter filter = TopicFilter.of(followers.get(name).filter());
            List<JsonNode> ends = new ArrayList<>();
            for (String topic : topics) {
                if (filter.matches(new Topic(topic))) {
                    ends.add(JSON.getNodeFactory().textNode("the end of " + topic));
                }
            }
            expect(name, ends);
        }
    }

    @Override
    public void close() throws IOException {
        for (Follower follower : followers.values()) {
            follower.close();
        }
        network.close();
        stop();
    }
}

package dev.realtime.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A conversation: what a client sends, and exactly what it gets. Written as {@link StompRig} says. */
final class StompCase {
    private final String name;
    private final List<Consumer<StompRig>> steps = new ArrayList<>();
    private int closeCode;

    private StompCase(String name) {
        this.name = name;
    }

    /** From the very beginning. */
    static StompCase raw(String name) {
        return new StompCase(name);
    }

    /** After a CONNECT of this version. */
    static StompCase of(String version, String name) {
        StompCase it = new StompCase(version + " " + name);
        it.steps.add(rig -> rig.connected(version));
        return it;
    }

    StompCase sends(String text) {
        steps.add(rig -> rig.send(text));
        return this;
    }

    StompCase publishes(String topic, String json) {
        steps.add(rig -> rig.publish(topic, json));
        return this;
    }

    StompCase gets(String frames) {
        steps.add(rig -> assertThat(rig.receivedUpTo(frames)).isEqualTo(frames));
        return this;
    }

    StompCase getsNothing() {
        return gets("");
    }

    /** A MESSAGE of 1.2 that needs no ACK. */
    StompCase getsMessage(String subscription, int id, String topic, String json) {
        return gets(message("subscription:" + subscription + "\n", id, topic, "", json));
    }

    /** A MESSAGE of 1.1 or 1.2, whose time is escaped. */
    static String message(String subscription, int id, String topic, String ack, String json) {
        return "MESSAGE\n" + subscription + "message-id:#" + id + "\ndestination:/topic/" + topic + "\n" + ack
                + "content-type:application/json\ntype:said\ntime:"
                + StompRig.TIME.toString().replace(":", "\\c") + "\ncontent-length:"
                + json.getBytes(StandardCharsets.UTF_8).length + "\n\n" + json + "^@";
    }

    /** An ERROR in an agreed version, without colons to be escaped in the rule; and then the end. */
    StompCase isRefused(int code, String word, String command, String more, String rule) {
        return gets(error(word, command, more, rule.replace(":", "\\c"), rule)).closes(code);
    }

    /** A rule of the protocol broken. */
    StompCase isRefused(String command, String rule) {
        return isRefused(1002, "bad-request", command, "", rule);
    }

    static String error(String word, String command, String more, String header, String rule) {
        String body = (command.isEmpty() ? "" : "'" + command + "': ") + rule;
        return "ERROR\n" + more + "code:" + word + "\nmessage:" + header + "\ncontent-type:text/plain\ncontent-length:"
                + body.getBytes(StandardCharsets.UTF_8).length + "\n\n" + body + "^@";
    }

    StompCase closes(int code) {
        closeCode = code;
        return this;
    }

    void run(StompRig rig) {
        steps.forEach(step -> step.accept(rig));
        assertThat(rig.received()).isEmpty();
        assertThat(rig.closeCode()).isEqualTo(closeCode);
    }

    @Override
    public String toString() {
        return name;
    }
}

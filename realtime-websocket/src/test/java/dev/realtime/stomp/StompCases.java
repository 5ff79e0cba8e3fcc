package dev.realtime.stomp;

import static dev.realtime.stomp.StompCase.error;
import static dev.realtime.stomp.StompCase.message;
import static dev.realtime.stomp.StompCase.of;
import static dev.realtime.stomp.StompCase.raw;

import java.util.List;
import java.util.stream.Stream;

/** What the specifications say a server must do, case by case; the section is that of 1.2 unless the case has another version. */
final class StompCases {
    private static final String VERSIONS = "version:1.0,1.1,1.2\n";
    private static final String ACCEPTED =
            "heart-beat:10000,10000\nsession:SESSION\nserver:realtime\nuser-name:bob\n\n^@";
    private static final String OWN = "/user/queue/";

    private StompCases() {}

    static Stream<StompCase> all() {
        return Stream.of(
                        connecting(),
                        framing(),
                        escaping(),
                        subscribing(),
                        sending(),
                        acknowledging(),
                        transactions(),
                        ending())
                .flatMap(List::stream);
    }

    /** "Connecting", "Protocol Negotiation", "Heart-beating". */
    static List<StompCase> connecting() {
        return List.of(
                raw("CONNECT with several versions takes the highest in common")
                        .sends("CONNECT\naccept-version:1.0,1.1,2.0\nhost:stomp.github.org\n\n^@")
                        .gets("CONNECTED\nversion:1.1\n" + ACCEPTED),
                raw("STOMP is handled as CONNECT")
                        .sends("STOMP\naccept-version:1.2\nhost:localhost\n\n^@")
                        .gets("CONNECTED\nversion:1.2\n" + ACCEPTED),
                raw("without accept-version the client speaks 1.0")
                        .sends("CONNECT\nlogin: bob\npasscode:secret\n\n^@")
                        .gets("CONNECTED\nsession:SESSION\nserver:realtime\nuser-name:bob\n\n^@"),
                raw("no version in common")
                        .sends("CONNECT\naccept-version:2.0,3.1\nhost:a\n\n^@")
                        .gets(error(
                                "bad-request",
                                "CONNECT",
                                VERSIONS,
                                "header 'accept-version' must have one of 1.0,1.1,1.2",
                                "header 'accept-version' must have one of 1.0,1.1,1.2"))
                        .closes(1002),
                raw("CONNECT with carriage returns, before any version is known")
                        .sends("CONNECT\r\naccept-version:1.2\r\nhost:a\r\n\r\n^@")
                        .gets("CONNECTED\nversion:1.2\n" + ACCEPTED),
                raw("CONNECT unescapes nothing")
                        .sends("CONNECT\naccept-version:1.2\nhost:a\\t\\c:8080\n\n^@")
                        .gets("CONNECTED\nversion:1.2\n" + ACCEPTED),
                raw("end-of-lines before the first frame are no frame")
                        .sends("\n\n\r\nCONNECT\naccept-version:1.2\n\n^@\n\n")
                        .gets("CONNECTED\nversion:1.2\n" + ACCEPTED),
                raw("anything before CONNECT")
                        .sends("SEND\ndestination:/topic/a\nreceipt:1\n\nx^@")
                        .gets(error(
                                "bad-request",
                                "SEND",
                                VERSIONS + "receipt-id:1\n",
                                "the first frame must be CONNECT or STOMP: 'SEND'",
                                "the first frame must be CONNECT or STOMP: 'SEND'"))
                        .closes(1002),
                of("1.2", "a second CONNECT")
                        .sends("CONNECT\naccept-version:1.2\n\n^@")
                        .isRefused("CONNECT", "a session must have one CONNECT or STOMP frame only"),
                of("1.1", "a second CONNECT as STOMP")
                        .sends("STOMP\naccept-version:1.1\n\n^@")
                        .isRefused("STOMP", "a session must have one CONNECT or STOMP frame only"),
                raw("heart-beat that is no pair of numbers")
                        .sends("CONNECT\naccept-version:1.2\nheart-beat:10000,-1\n\n^@")
                        .gets(
                                error(
                                        "bad-request",
                                        "CONNECT",
                                        VERSIONS,
                                        "header 'heart-beat' must be two numbers of milliseconds, such as 10000,10000: '10000,-1'",
                                        "header 'heart-beat' must be two numbers of milliseconds, such as 10000,10000: '10000,-1'"))
                        .closes(1002));
    }

    /** "STOMP Frames", "Body", "Header content-length", "Repeated Header Entries", "Augmented BNF". */
    static List<StompCase> framing() {
        String send = "SEND\ndestination:/topic/a\nreceipt:1\n";
        String receipt = "RECEIPT\nreceipt-id:1\ncursor:#1\n\n^@";
        return List.of(
                of("1.2", "several frames in one message, with heart-beats between")
                        .sends("\nBEGIN\ntransaction:1\nreceipt:1\n\n^@\n\n\r\nABORT\ntransaction:1\nreceipt:2\n\n^@\n")
                        .gets("RECEIPT\nreceipt-id:1\n\n^@RECEIPT\nreceipt-id:2\n\n^@"),
                of("1.2", "a line may end with a carriage return and a line feed")
                        .sends("SEND\r\ndestination:/topic/a\r\nreceipt:1\r\n\r\n7^@\r\n")
                        .gets(receipt),
                of("1.2", "a carriage return within a line")
                        .sends("BEGIN\ntransaction:a\rb\n\n^@")
                        .isRefused("", "a frame's line must have a carriage return only before its line feed"),
                of("1.1", "a carriage return is part of the line")
                        .sends("BEGIN\ntransaction:1\nreceipt:a\r\n\n^@")
                        .gets("RECEIPT\nreceipt-id:a\r\n\n^@"),
                of("1.1", "an empty line with a carriage return is a header line")
                        .sends("BEGIN\ntransaction:1\r\n\r\n\n^@")
                        .isRefused("", "a header line must be a name, ':' and a value: '?'"),
                of("1.2", "commands are case sensitive")
                        .sends("begin\ntransaction:1\n\n^@")
                        .isRefused("begin", unknown("begin")),
                of("1.2", "header names are case sensitive")
                        .sends("BEGIN\nTransaction:1\n\n^@")
                        .isRefused("BEGIN", "header 'transaction' is required"),
                of("1.2", "of a repeated header the first is used")
                        .sends("BEGIN\ntransaction:1\nreceipt:World\nreceipt:Hello\n\n^@")
                        .gets("RECEIPT\nreceipt-id:World\n\n^@"),
                of("1.2", "a header line without a colon")
                        .sends("BEGIN\ntransaction\n\n^@")
                        .isRefused("", "a header line must be a name, ':' and a value: 'transaction'"),
                of("1.2", "a header without a name")
                        .sends("BEGIN\n:1\n\n^@")
                        .isRefused("", "a header line must be a name, ':' and a value: ':1'"),
                of("1.2", "a NUL before the headers have ended")
                        .sends("DISCONNECT\nreceipt:77\n^@")
                        .isRefused("", "a frame's headers must end with an empty line, before its NUL"),
                of("1.2", "content-length counts the bytes of the body's UTF-8")
                        .sends(send + "content-length:10\n\n\"äß€😀^@")
                        .isRefused("", "a NUL must follow the 10 bytes that header 'content-length' names"),
                of("1.2", "a body of several bytes a character")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@" + send
                                + "type:said\ncontent-length:13\n\n\"äß€😀\"^@")
                        .gets(receipt + message("subscription:0\n", 1, "a", "", "\"äß€😀\"")),
                of("1.2", "with content-length a body may have NULs")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@SEND\ndestination:/topic/a\n"
                                + "type:said\ncontent-length:3\n\na^@b^@")
                        .getsMessage("0", 1, "a", "\"a\\u0000b\""),
                of("1.2", "content-length that ends within a character")
                        .sends(send + "content-length:1\n\nä^@")
                        .isRefused("", "header 'content-length' must not end within a character: 1"),
                of("1.2", "content-length that ends between the halves of a character")
                        .sends(send + "content-length:2\n\n😀^@")
                        .isRefused("", "a NUL must follow the 2 bytes that header 'content-length' names"),
                of("1.2", "a negative content-length")
                        .sends(send + "content-length:-1\n\nx^@")
                        .isRefused("", "header 'content-length' must be a number of bytes: '-1'"),
                of("1.2", "a content-length that is no number")
                        .sends(send + "content-length:0x1\n\nx^@")
                        .isRefused("", "header 'content-length' must be a number of bytes: '0x1'"),
                of("1.2", "an empty content-length")
                        .sends(send + "content-length:\n\nx^@")
                        .isRefused("", "header 'content-length' must be a number of bytes: ''"),
                of("1.2", "two different content-lengths")
                        .sends(send + "content-length:1\ncontent-length:2\n\nx^@")
                        .isRefused("", "header 'content-length' must not be given twice with different values"),
                of("1.2", "the same content-length twice")
                        .sends(send + "content-length:1\ncontent-length:1\n\n7^@")
                        .gets(receipt),
                of("1.2", "a content-length beyond the limit, before its body comes")
                        .sends(send + "content-length:99999999999\n\n")
                        .isRefused(1009, "too-large", "", "", "the body of a frame must have at most 65536 bytes"),
                of("1.2", "an unpaired surrogate")
                        .sends(send + "\n\uD83Dx^@")
                        .isRefused("", "a frame must be text that UTF-8 can hold, without an unpaired surrogate"),
                of("1.1", "only SEND may have a body")
                        .sends("BEGIN\ntransaction:1\n\nx^@")
                        .isRefused("BEGIN", "only a SEND frame may have a body: 'BEGIN'"),
                of("1.0", "the body of SUBSCRIBE is ignored")
                        .sends("SUBSCRIBE\ndestination:/topic/a\nreceipt:1\n\nx^@")
                        .gets("RECEIPT\nreceipt-id:1\ncursor:#0\n\n^@"));
    }

    /** "Value Encoding". */
    static List<StompCase> escaping() {
        return List.of(
                of("1.2", "headers are unescaped, and escaped again")
                        .sends("BEGIN\ntransaction:1\nreceipt:a\\cb\\\\c\\nd\\re\n\n^@")
                        .gets("RECEIPT\nreceipt-id:a\\cb\\\\c\\nd\\re\n\n^@"),
                of("1.2", "names are unescaped too")
                        .sends("SEND\ndesti\\nnation:x\ndestination:/topic/a\\cb\nreceipt:1\n\n7^@")
                        .gets("RECEIPT\nreceipt-id:1\ncursor:#1\n\n^@"),
                of("1.2", "what is sent is escaped")
                        .sends("SUBSCRIBE\nid:a\\cb\ndestination:/topic/**\n\n^@")
                        .publishes("c:d\\e", "1")
                        .gets(message("subscription:a\\cb\n", 1, "c\\cd\\\\e", "", "1")),
                of("1.2", "an undefined escape")
                        .sends("BEGIN\ntransaction:a\\tb\n\n^@")
                        .gets(error(
                                "bad-request",
                                "",
                                "",
                                "a header must have no escape sequence but \\\\r \\\\n \\\\c \\\\\\\\\\c '\\\\t'",
                                "a header must have no escape sequence but \\r \\n \\c \\\\: '\\t'"))
                        .closes(1002),
                of("1.2", "a backslash at the end")
                        .sends("BEGIN\ntransaction:a\\\n\n^@")
                        .gets(error(
                                "bad-request",
                                "",
                                "",
                                "a header must have no escape sequence but \\\\r \\\\n \\\\c \\\\\\\\\\c '\\\\'",
                                "a header must have no escape sequence but \\r \\n \\c \\\\: '\\'"))
                        .closes(1002),
                of("1.1", "\\r is undefined")
                        .sends("BEGIN\ntransaction:a\\rb\n\n^@")
                        .gets(error(
                                "bad-request",
                                "",
                                "",
                                "a header must have no escape sequence but \\\\n \\\\c \\\\\\\\\\c '\\\\r'",
                                "a header must have no escape sequence but \\n \\c \\\\: '\\r'"))
                        .closes(1002),
                of("1.1", "headers are unescaped, and escaped again")
                        .sends("BEGIN\ntransaction:1\nreceipt:a\\cb\\\\c\\nd\n\n^@")
                        .gets("RECEIPT\nreceipt-id:a\\cb\\\\c\\nd\n\n^@"),
                of("1.0", "nothing is escaped")
                        .sends("BEGIN\ntransaction:1\nreceipt:a\\cb\\t:c\n\n^@")
                        .gets("RECEIPT\nreceipt-id:a\\cb\\t:c\n\n^@"),
                of("1.2", "spaces are never trimmed")
                        .sends("BEGIN\ntransaction:1\nreceipt: a \n\n^@")
                        .gets("RECEIPT\nreceipt-id: a \n\n^@"),
                of("1.0", "spaces are padding")
                        .sends("BEGIN\ntransaction: 1\nreceipt: a \n\n^@COMMIT\ntransaction:1\n\n^@")
                        .gets("RECEIPT\nreceipt-id:a\n\n^@"));
    }

    /** "SUBSCRIBE", "UNSUBSCRIBE", "MESSAGE". */
    static List<StompCase> subscribing() {
        return List.of(
                of("1.2", "a message carries the subscription's id")
                        .sends("SUBSCRIBE\nid:sub-0\ndestination:/topic/orders/*\n\n^@")
                        .publishes("orders/42", "{\"carrier\":\"CJ\"}")
                        .publishes("other/42", "1")
                        .getsMessage("sub-0", 1, "orders/42", "{\"carrier\":\"CJ\"}"),
                of("1.2", "RECEIPT to SUBSCRIBE carries the place, and all after it arrives")
                        .publishes("a", "0")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\nreceipt:r\n\n^@")
                        .publishes("a", "1")
                        .gets("RECEIPT\nreceipt-id:r\ncursor:#1\n\n^@" + message("subscription:0\n", 2, "a", "", "1")),
                of("1.2", "cursor carries on after a place")
                        .publishes("a", "1")
                        .publishes("a", "2")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\ncursor:#1\n\n^@")
                        .getsMessage("0", 2, "a", "2"),
                of("1.2", "replay begins with the last events")
                        .publishes("a", "1")
                        .publishes("a", "2")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\nreplay:1\n\n^@")
                        .getsMessage("0", 2, "a", "2"),
                of("1.2", "an event comes once for each subscription, in turns")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@SUBSCRIBE\nid:1\ndestination:/topic/*\n\n^@")
                        .publishes("a", "1")
                        .publishes("a", "2")
                        .gets(message("subscription:0\n", 1, "a", "", "1")
                                + message("subscription:1\n", 1, "a", "", "1")
                                + message("subscription:0\n", 2, "a", "", "2")
                                + message("subscription:1\n", 2, "a", "", "2")),
                of("1.2", "a gap is a message before what follows it")
                        .publishes("a", "1")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\nack:client\ncursor:elsewhere-5\n\n^@")
                        .gets("MESSAGE\nsubscription:0\nmessage-id:#0\ndestination:/topic/a\nack:1-1\n"
                                + "content-type:application/json\ngap:epoch\ncontent-length:N\n\n"
                                + "{\"reason\":\"epoch\",\"resumed\":\"#0\"}^@"
                                + message("subscription:0\n", 1, "a", "ack:1-2\n", "1")),
                of("1.2", "the user's own destination")
                        .sends("SUBSCRIBE\nid:0\ndestination:" + OWN + "inbox/*\n\n^@")
                        .publishes("user/eve/inbox/1", "0")
                        .publishes("user/bob/inbox/1", "1")
                        .getsMessage("0", 2, "user/bob/inbox/1", "1"),
                of("1.2", "SUBSCRIBE requires a destination")
                        .sends("SUBSCRIBE\nid:0\nreceipt:r\n\n^@")
                        .isRefused(
                                1002, "bad-request", "SUBSCRIBE", "receipt-id:r\n", "header 'destination' is required"),
                of("1.1", "SUBSCRIBE requires an id")
                        .sends("SUBSCRIBE\ndestination:/topic/a\n\n^@")
                        .isRefused("SUBSCRIBE", "header 'id' is required"),
                of("1.2", "an id must not be used twice")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@SUBSCRIBE\nid:0\ndestination:/topic/b\n\n^@")
                        .isRefused("SUBSCRIBE", "a subscription must not be begun twice: '0'"),
                of("1.2", "an unknown ack mode")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\nack:Client\n\n^@")
                        .isRefused("SUBSCRIBE", "header 'ack' must be auto, client or client-individual: 'Client'"),
                of("1.2", "an unknown destination")
                        .sends("SUBSCRIBE\nid:0\ndestination:/queue/a\n\n^@")
                        .isRefused(
                                "SUBSCRIBE",
                                "header 'destination' must begin with /topic/ or /user/queue/: '/queue/a'"),
                of("1.2", "a destination that is no topic filter")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a//b\n\n^@")
                        .isRefused(
                                "SUBSCRIBE", "header 'destination': topic filter must not have an empty segment: a//b"),
                of("1.2", "a malformed cursor")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\ncursor:\n\n^@")
                        .isRefused(
                                "SUBSCRIBE",
                                "header 'cursor': cursor must be 1 to 96 characters of A-Z a-z 0-9 . _ ~ -,"
                                        + " or 'earliest' or 'latest'"),
                of("1.2", "a malformed replay")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\nreplay:-1\n\n^@")
                        .isRefused("SUBSCRIBE", "header 'replay' must be a number, 0 or more: '-1'"),
                of("1.2", "a subscription that access refuses")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/secret/1\nreceipt:r\n\n^@")
                        .isRefused(
                                1008,
                                "forbidden",
                                "SUBSCRIBE",
                                "receipt-id:r\n",
                                "not allowed to subscribe to secret/1"),
                of("1.0", "the destination serves as id, and messages carry none")
                        .sends("SUBSCRIBE\ndestination: /topic/a\n\n^@")
                        .publishes("a", "1")
                        .gets(message("", 1, "a", "", "1").replace("\\c", ":"))
                        .sends("UNSUBSCRIBE\ndestination: /topic/a\n\n^@")
                        .publishes("a", "2")
                        .getsNothing(),
                of("1.0", "a message carries the id that was given")
                        .sends("SUBSCRIBE\nid:7\ndestination:/topic/a\n\n^@")
                        .publishes("a", "1")
                        .gets(message("subscription:7\n", 1, "a", "", "1").replace("\\c", ":")),
                of("1.2", "after UNSUBSCRIBE nothing comes, and the id is free")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@UNSUBSCRIBE\nid:0\nreceipt:r\n\n^@")
                        .publishes("a", "1")
                        .gets("RECEIPT\nreceipt-id:r\n\n^@")
                        .sends("SUBSCRIBE\nid:0\ndestination:/topic/b\nreceipt:s\n\n^@")
                        .gets("RECEIPT\nreceipt-id:s\ncursor:#1\n\n^@"),
                of("1.2", "UNSUBSCRIBE must name a subscription")
                        .sends("UNSUBSCRIBE\nid:9\n\n^@")
                        .isRefused("UNSUBSCRIBE", "header 'id' must be that of a subscription: '9'"),
                of("1.2", "UNSUBSCRIBE requires an id")
                        .sends("UNSUBSCRIBE\ndestination:/topic/a\n\n^@")
                        .isRefused("UNSUBSCRIBE", "header 'id' is required"));
    }

    /** "SEND", "Header content-type", "Header receipt". */
    static List<StompCase> sending() {
        String subscribed = "SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@";
        String send = subscribed + "SEND\ndestination:/topic/a\ntype:said\n";
        return List.of(
                of("1.2", "RECEIPT to SEND carries the event's cursor")
                        .sends("SEND\ndestination:/topic/a\nreceipt:r\n\n{}^@")
                        .gets("RECEIPT\nreceipt-id:r\ncursor:#1\n\n^@"),
                of("1.2", "a repeated idempotency key appends nothing")
                        .sends("SEND\ndestination:/topic/a\nidempotency-key:k\n\n1^@"
                                + "SEND\ndestination:/topic/a\nidempotency-key:k\nreceipt:r\n\n1^@")
                        .gets("RECEIPT\nreceipt-id:r\ncursor:#1\n\n^@"),
                of("1.2", "text/plain is a JSON string")
                        .sends(send + "content-type:text/plain;charset=UTF-8\n\n{\"a\"}\n^@")
                        .getsMessage("0", 1, "a", "\"{\\\"a\\\"}\\n\""),
                of("1.2", "application/json is JSON")
                        .sends(send + "content-type:application/json\n\n{ \"a\" : 1 }^@")
                        .getsMessage("0", 1, "a", "{\"a\":1}"),
                of("1.2", "application/json that is none")
                        .sends("SEND\ndestination:/topic/a\ncontent-type:application/json\n\n{a}^@")
                        .isRefused("SEND", "payload must be JSON; it breaks off at character 1"),
                of("1.2", "without a content-type JSON is JSON")
                        .sends(send + "\n[1, 2]^@")
                        .getsMessage("0", 1, "a", "[1,2]"),
                of("1.2", "without a content-type all else is a string")
                        .sends(send + "\nhello queue a^@")
                        .getsMessage("0", 1, "a", "\"hello queue a\""),
                of("1.2", "another content-type")
                        .sends("SEND\ndestination:/topic/a\ncontent-type:image/png\n\nx^@")
                        .isRefused(
                                "SEND",
                                "header 'content-type' must be application/json or text/plain, in UTF-8:"
                                        + " 'image/png'"),
                of("1.2", "SEND requires a destination")
                        .sends("SEND\nreceipt:message-12345\n\nHello queue a!^@")
                        .isRefused(
                                1002,
                                "bad-request",
                                "SEND",
                                "receipt-id:message-12345\n",
                                "header 'destination' is required"),
                of("1.2", "a SEND to a wildcard")
                        .sends("SEND\ndestination:/topic/*\n\nx^@")
                        .isRefused(
                                "SEND",
                                "header 'destination': topic must not have a '*', which is for topic filters: *"),
                of("1.2", "a reserved type")
                        .sends("SEND\ndestination:/topic/a\ntype:gap\n\nx^@")
                        .isRefused(
                                "SEND",
                                "header 'type': type must not be one of the reserved gap, heartbeat, open,"
                                        + " error: gap"),
                of("1.2", "a SEND that access refuses")
                        .sends("SEND\ndestination:/topic/secret/1\nreceipt:r\n\nx^@")
                        .isRefused(1008, "forbidden", "SEND", "receipt-id:r\n", "not allowed to publish to secret/1"),
                of("1.2", "an unknown frame")
                        .sends("MESSAGE\nreceipt:r\n\n^@")
                        .isRefused(1002, "bad-request", "MESSAGE", "receipt-id:r\n", unknown("MESSAGE")));
    }

    /** "ACK", "NACK". */
    static List<StompCase> acknowledging() {
        String client = "SUBSCRIBE\nid:0\ndestination:/topic/a\nack:client\n\n^@";
        return List.of(
                of("1.2", "a message to be acknowledged has an ack header, which ACK names")
                        .sends(client)
                        .publishes("a", "1")
                        .gets(message("subscription:0\n", 1, "a", "ack:1-1\n", "1"))
                        .sends("ACK\nid:1-1\nreceipt:r\n\n^@NACK\nid:1-1\nreceipt:s\n\n^@")
                        .gets("RECEIPT\nreceipt-id:r\n\n^@RECEIPT\nreceipt-id:s\n\n^@"),
                of("1.2", "ACK requires an id")
                        .sends(client + "ACK\nmessage-id:1\nsubscription:0\n\n^@")
                        .isRefused("ACK", "header 'id' is required"),
                of("1.2", "ACK of what was never sent")
                        .sends(client + "ACK\nid:1-1\n\n^@")
                        .isRefused("ACK", "header 'id' must be the 'ack' header of a MESSAGE that was sent: '1-1'"),
                of("1.2", "ACK with the message-id, as in 1.1")
                        .sends(client)
                        .publishes("a", "1")
                        .gets(message("subscription:0\n", 1, "a", "ack:1-1\n", "1"))
                        .sends("ACK\nid:x\n\n^@")
                        .isRefused("ACK", "header 'id' must be the 'ack' header of a MESSAGE that was sent: 'x'"),
                of("1.2", "ACK after UNSUBSCRIBE does nothing")
                        .sends(client)
                        .publishes("a", "1")
                        .gets(message("subscription:0\n", 1, "a", "ack:1-1\n", "1"))
                        .sends("UNSUBSCRIBE\nid:0\n\n^@ACK\nid:1-1\nreceipt:r\n\n^@")
                        .gets("RECEIPT\nreceipt-id:r\n\n^@"),
                of("1.1", "ACK names message-id and subscription")
                        .sends(client)
                        .publishes("a", "1")
                        .gets(message("subscription:0\n", 1, "a", "", "1"))
                        .sends("ACK\nmessage-id:#1\nsubscription:0\nreceipt:r\n\n^@")
                        .gets("RECEIPT\nreceipt-id:r\n\n^@"),
                of("1.1", "ACK requires a subscription")
                        .sends("ACK\nmessage-id:#1\n\n^@")
                        .isRefused("ACK", "header 'subscription' is required"),
                of("1.1", "ACK of what was never sent")
                        .sends(client + "ACK\nmessage-id:never\nsubscription:0\n\n^@")
                        .isRefused("ACK", "header 'message-id' must be that of a MESSAGE that was sent: 'never'"),
                of("1.0", "ACK names the message-id alone")
                        .sends("SUBSCRIBE\ndestination:/topic/a\nack: client\n\n^@")
                        .publishes("a", "1")
                        .gets(message("", 1, "a", "", "1").replace("\\c", ":"))
                        .sends("ACK\nmessage-id: #1\nreceipt: r\n\n^@")
                        .gets("RECEIPT\nreceipt-id:r\n\n^@"),
                of("1.0", "there is no NACK")
                        .sends("NACK\nmessage-id:#1\n\n^@")
                        .gets(error("bad-request", "NACK", "", unknown("NACK"), unknown("NACK")))
                        .closes(1002));
    }

    /** "BEGIN", "COMMIT", "ABORT". */
    static List<StompCase> transactions() {
        String subscribed = "SUBSCRIBE\nid:0\ndestination:/topic/a\n\n^@";
        String begun =
                "BEGIN\ntransaction:tx1\n\n^@SEND\ndestination:/topic/a\ntype:said\ntransaction:tx1\nreceipt:1\n\n1^@"
                        + "SEND\ndestination:/topic/a\ntype:said\ntransaction:tx1\n\n2^@";
        return List.of(
                of("1.2", "COMMIT publishes in order, and not before")
                        .sends(subscribed + begun)
                        .gets("RECEIPT\nreceipt-id:1\n\n^@")
                        .sends("COMMIT\ntransaction:tx1\nreceipt:2\n\n^@")
                        .gets("RECEIPT\nreceipt-id:2\ncursor:#2\n\n^@" + message("subscription:0\n", 1, "a", "", "1")
                                + message("subscription:0\n", 2, "a", "", "2")),
                of("1.2", "ABORT publishes nothing")
                        .sends(subscribed + begun + "ABORT\ntransaction:tx1\nreceipt:2\n\n^@")
                        .gets("RECEIPT\nreceipt-id:1\n\n^@RECEIPT\nreceipt-id:2\n\n^@"),
                of("1.2", "a transaction with a refused message publishes none")
                        .sends(subscribed + begun + "SEND\ndestination:/topic/secret/1\ntransaction:tx1\n\n3^@"
                                + "COMMIT\ntransaction:tx1\n\n^@")
                        .gets("RECEIPT\nreceipt-id:1\n\n^@"
                                + error(
                                        "forbidden",
                                        "COMMIT",
                                        "",
                                        "not allowed to publish to secret/1",
                                        "not allowed to publish to secret/1"))
                        .closes(1008),
                of("1.2", "a transaction begun twice")
                        .sends("BEGIN\ntransaction:tx1\n\n^@BEGIN\ntransaction:tx1\n\n^@")
                        .isRefused("BEGIN", "a transaction must not be begun twice: 'tx1'"),
                of("1.2", "BEGIN requires a transaction")
                        .sends("BEGIN\n\n^@")
                        .isRefused("BEGIN", "header 'transaction' is required"),
                of("1.2", "COMMIT of what is not open")
                        .sends("COMMIT\ntransaction:tx1\n\n^@")
                        .isRefused("COMMIT", "header 'transaction' must name one that is open: 'tx1'"),
                of("1.2", "ABORT of what is not open")
                        .sends("ABORT\ntransaction:tx1\n\n^@")
                        .isRefused("ABORT", "header 'transaction' must name one that is open: 'tx1'"),
                of("1.2", "SEND in what is not open")
                        .sends("SEND\ndestination:/topic/a\ntransaction:tx1\n\nx^@")
                        .isRefused("SEND", "header 'transaction' must name one that is open: 'tx1'"));
    }

    /** "DISCONNECT", "ERROR". */
    static List<StompCase> ending() {
        return List.of(
                of("1.2", "DISCONNECT is receipted")
                        .sends("DISCONNECT\nreceipt:77\n\n^@")
                        .gets("RECEIPT\nreceipt-id:77\n\n^@"),
                of("1.0", "DISCONNECT without a receipt")
                        .sends("DISCONNECT\n\n^@")
                        .closes(1000),
                of("1.2", "nothing is handled after DISCONNECT, and what was not committed never happens")
                        .sends("BEGIN\ntransaction:1\n\n^@SEND\ndestination:/topic/a\ntransaction:1\n\nx^@"
                                + "DISCONNECT\n\n^@COMMIT\ntransaction:1\nreceipt:1\n\n^@")
                        .closes(1000),
                of("1.2", "nothing is handled after an ERROR")
                        .sends("BEGIN\n\n^@SEND\ndestination:/topic/a\nreceipt:1\n\nx^@")
                        .isRefused("BEGIN", "header 'transaction' is required"),
                of("1.2", "what was asked before an ERROR is answered")
                        .sends("BEGIN\ntransaction:1\nreceipt:1\n\n^@\0")
                        .gets("RECEIPT\nreceipt-id:1\n\n^@"
                                + error(
                                        "bad-request",
                                        "",
                                        "",
                                        "a frame's headers must end with an empty line, before its NUL",
                                        "a frame's headers must end with an empty line, before its NUL"))
                        .closes(1002));
    }

    private static String unknown(String command) {
        return "a client's frame must be SEND, SUBSCRIBE, UNSUBSCRIBE, ACK, NACK (since 1.1), BEGIN, COMMIT, ABORT or"
                + " DISCONNECT: '" + command + "'";
    }
}

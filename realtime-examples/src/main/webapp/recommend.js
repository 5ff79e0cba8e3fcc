// From answers to a recommendation. The order of the questions is that of how little choice they leave.

/** { take, because: [sentences], otherwise: a sentence }, of { send, fresh, way, clients, who } as the form has them. */
export function recommend({ send, fresh, way, clients, who }) {
  if (way === "strict" && fresh === "minute") {
    return {
      take: "poll",
      because: ["A request with an answer goes through any proxy.", "Nothing is open between two requests, and once a minute costs little."],
      otherwise: "Should it have to be fresher, long polling goes the same way.",
    };
  }
  if (way === "strict") {
    return {
      take: "long-poll",
      because: [
        "Each answer is whole, so that no proxy has a reason to hold it back; a stream may be held back, and an upgrade refused.",
        "It is as prompt as a stream where events are seldom, and takes several in one answer where they are not.",
        ...(send === "yes" || who === "messaging" ? ["What clients send goes by requests of its own."] : []),
      ],
      otherwise: "Where the way allows more, take more: the client of this library tries the better ones and falls back by itself.",
    };
  }
  if (who === "messaging") {
    return {
      take: "stomp",
      because: [
        "There are clients in every language, which know destinations, subscriptions and receipts; nothing has to be invented.",
        "It goes both ways on one connection.",
      ],
      otherwise: "Its frames have more in them than those of bare WebSocket.",
    };
  }
  if (send === "yes") {
    return {
      take: "websocket",
      because: [
        "What a client sends costs a few bytes on the connection that it has; everything else needs a request for each message.",
        "It is prompt, in both directions.",
      ],
      otherwise: "The browser does not reconnect by itself: the client of this library does, and carries on with the cursor.",
    };
  }
  if (fresh === "minute" || (fresh === "seconds" && clients === "few")) {
    return {
      take: "poll",
      because: [
        "It is late by up to its interval, which does not matter here.",
        "It is the simplest of all, and nothing is open between two requests.",
      ],
      otherwise: "Every client asks, news or not: with many of them, Server-Sent Events cost less.",
    };
  }
  return {
    take: "sse",
    because: [
      "One request brings all events, promptly, and the browser carries on by itself.",
      ...(clients === "many" ? ["A client that waits costs an open connection and no work, where polling costs a request for each interval."] : []),
      "It is plain HTTP: login, filters and logs work as they do for any other request.",
    ],
    otherwise: "A browser has six connections to a server over HTTP/1.1, shared by its tabs; HTTP/2 lifts that, and so does a client that shares one.",
  };
}

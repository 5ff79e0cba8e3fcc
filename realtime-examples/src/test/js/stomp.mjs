// Speaks STOMP with the client of an npm package, over the WebSocket of `ws`:
//   node stomp.mjs <package> <url>
// Takes one command a line, {"do": "subscribe" | "send" | "ack" | "disconnect", ...}, and prints each frame that comes as a line of
// JSON; a lost connection as CLOSED, a heart-beat as HEARTBEAT. Connects again when it is lost. Ends when its standard input does.
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const [, , name, url] = process.argv
const protocols = ['v12.stomp', 'v11.stomp', 'v10.stomp']
const received = new Map() // by message-id

function tell(command, { headers = {}, body = '' }) {
  console.log(JSON.stringify({ command, headers, body }))
}

function receive(message) {
  received.set(message.headers['message-id'], message)
  tell('MESSAGE', message)
}

function closed(event) {
  tell('CLOSED', { headers: { code: String(event.code) } })
}

/** Both log what they send and receive, and tell of a heart-beat in no other way. */
function log(line) {
  if (line === '<<< PONG' || line === '>>> PING') {
    tell('HEARTBEAT', { headers: { from: line === '<<< PONG' ? 'server' : 'client' } })
  }
}

const clients = {
  '@stomp/stompjs': async () => {
    const { Client } = await import('@stomp/stompjs')
    const client = new Client({
      webSocketFactory: () => new WebSocket(url, protocols),
      reconnectDelay: 50,
      debug: log,
      onConnect: (frame) => tell('CONNECTED', frame),
      onUnhandledReceipt: (frame) => tell('RECEIPT', frame),
      onDisconnect: (frame) => tell('RECEIPT', frame),
      onStompError: (frame) => tell('ERROR', frame),
      onWebSocketClose: closed,
    })
    client.activate()
    return {
      subscribe: ({ destination, ...headers }) => client.subscribe(destination, receive, headers),
      send: ({ destination, ...headers }, body) => client.publish({ destination, headers, body }),
      disconnect: (receipt) => {
        client.disconnectHeaders = { receipt }
        client.deactivate()
      },
    }
  },

  'webstomp-client': async () => {
    const { default: webstomp } = await import('webstomp-client')
    let client
    function connect() {
      client = webstomp.over(new WebSocket(url, protocols), { protocols })
      client.debug = log
      client.onreceipt = (frame) => tell('RECEIPT', frame)
      client.connect({}, (frame) => tell('CONNECTED', frame), (failure) => {
        if (failure.command) {
          tell('ERROR', failure)
        } else {
          closed(failure)
          setTimeout(connect, 50)
        }
      })
      client.ws.onerror = (event) => console.error(`error: ${event.message}`)
    }
    connect()
    return {
      subscribe: ({ destination, ...headers }) => client.subscribe(destination, receive, headers),
      send: ({ destination, ...headers }, body) => client.send(destination, body, headers),
      disconnect: (receipt) => {
        client.ws.addEventListener('close', closed) // disconnect() takes the client's own away
        client.disconnect(() => {}, { receipt })
      },
    }
  },
}

const client = await clients[name]()
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line)
    try {
      switch (command.do) {
        case 'subscribe':
          client.subscribe(command.headers)
          break
        case 'send':
          client.send(command.headers, command.body)
          break
        case 'ack':
          received.get(command.id).ack()
          break
        case 'disconnect':
          client.disconnect(command.receipt)
      }
    } catch (lost) {
      console.error(`${command.do}: ${lost.message}`) // the next connection will do it
    }
  })
  .on('close', () => process.exit())

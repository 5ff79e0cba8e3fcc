// Follows topics with this library's own client, in Node.js:
//   node follow-realtime.mjs <url of a transport, with topics> <transports> <how much faster time runs>
// Prints each event, gap and the first opening as a line of JSON, and each change of transport as a line of text. Takes one command
// a line, {"do": "publish" | "subscribe" | "unsubscribe" | "break", ...}. Ends when its standard input does.
import { createInterface } from 'node:readline'
import { EventSource } from 'eventsource'
import { WebSocket } from 'ws'
import { connect } from '../../../../realtime-client/dist/realtime.js'

const [, , url, transports, speed = 1] = process.argv
const { origin, pathname, searchParams } = new URL(url.replace(/^ws/, 'http'))
const began = Date.now()
let broken = [] // transports that no longer connect

function connecting(transport) {
  if (broken.includes(transport)) throw new TypeError(`${transport} is broken`)
}

async function request(address, options) {
  connecting(new URL(address).pathname.split('/').at(-1))
  return fetch(address, options)
}

const realtime = connect(origin + pathname.replace(/\/[^/]*$/, ''), {
  transports: transports.split(','),
  WebSocket: function (...address) {
    connecting('websocket')
    return new WebSocket(...address)
  },
  EventSource: function (address, options) {
    return new EventSource(address, { ...options, fetch: request })
  },
  fetch: request,
  pollInterval: 100,
  random: () => Math.random() / 10, // waits for a tenth of the time
  setTimeout: (run, delay) => setTimeout(run, delay / speed),
  clearTimeout,
  now: () => began + (Date.now() - began) * speed,
})

function print(type, data, id) {
  // The server spells what is beyond the basic plane as two escapes.
  const spelled = JSON.stringify(data).replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`)
  console.log(JSON.stringify({ type, data: spelled, id }))
}

let opened = false
realtime.addEventListener('state', ({ detail: { state, transport } }) => {
  if (state !== 'open') return
  console.log(`open by ${transport}`)
  if (!opened) print('heartbeat', {}, '')
  opened = true
})

const subscriptions = new Map()
function subscribe(topics, options) {
  const show = ({ type, data, id }) => print(type, data, id)
  const onGap = (gap) => print('gap', gap, gap.resumed)
  subscriptions.set(String(topics), realtime.subscribe(topics, show, { onGap, ...options }))
}
subscribe(searchParams.getAll('topic'), {})

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const { do: command, topics, options, topic, data, transports } = JSON.parse(line)
    if (command === 'subscribe') subscribe(topics, options)
    if (command === 'unsubscribe') subscriptions.get(String(topics)).close()
    if (command === 'break') broken = transports
    if (command === 'publish') {
      try {
        print('published', data, await realtime.publish(topic, data, options))
      } catch (refused) {
        print('refused', refused.message, '')
      }
    }
  })
  .on('close', () => process.exit())

// Follows a WebSocket with the class of an npm package, and prints each event, gap and empty batch as a line of JSON:
//   node follow-ws.mjs <package> <url>
// A connection that is lost is opened again with the last cursor. Ends when its standard input does.
const [, , name, url] = process.argv
const { WebSocket } = await import(name)
let cursor

function connect() {
  const socket = new WebSocket(cursor ? `${url}&cursor=${cursor}` : url)
  socket.onmessage = (message) => {
    const batch = JSON.parse(message.data)
    const { events, gap } = batch
    if (gap) {
      print('gap', gap, gap.resumed)
    }
    for (const event of events) {
      print(event.type, event.data, event.id)
    }
    if (!gap && events.length === 0) {
      print('heartbeat', {}, batch.cursor)
    }
    cursor = batch.cursor
  }
  socket.onerror = (event) => console.error(`error: ${event.message}`)
  socket.onclose = () => setTimeout(connect, 50)
}

function print(type, data, id) {
  // The server spells what is beyond the basic plane as two escapes.
  const spelled = JSON.stringify(data).replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`)
  console.log(JSON.stringify({ type, data: spelled, id }))
}

connect()
process.stdin.resume().on('end', () => process.exit())

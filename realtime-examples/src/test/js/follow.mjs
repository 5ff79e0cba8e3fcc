// Follows a stream with the EventSource of an npm package, and prints each event as a line of JSON:
//   node follow.mjs <package> <url> <type>...
// Ends when its standard input does, so that it never outlives the test that started it.
const [, , name, url, ...types] = process.argv
const exported = await import(name)
const EventSource = exported.EventSource ?? exported.default

const source = new EventSource(url)
for (const type of types) {
  source.addEventListener(type, (event) => {
    console.log(JSON.stringify({ type: event.type, data: event.data, id: event.lastEventId }))
  })
}
source.addEventListener('error', (event) => {
  console.error(`error: ${event.message ?? ''} (ready state ${source.readyState})`)
})
process.stdin.resume().on('end', () => process.exit())

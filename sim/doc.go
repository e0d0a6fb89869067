// Package sim is the simulated web and sector of `vigie demo`: five invented
// French makers of building machines, those who talk about them, and the noise
// around, all drawn from one seed.
//
// A Sector gives eighteen months of history (WriteHistory, a CSV file for the
// very import that people use), the topics that find them, and the truth behind
// every row, kept apart for evaluations. Serve puts the living part on
// loopback: a press site, blogs, a forum, a JSON feed, a slow site, a failing
// one, a moved one and one without any feed, where something new appears every
// few seconds. The last days of history stand there under the same addresses.
//
// Every brand, voice, title and figure is invented. The package imports no
// store and no connector: it is only heard.
package sim

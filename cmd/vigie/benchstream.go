package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/bluesky"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/load"
)

const (
	// streamTopics and streamPace are the claim: so many events a second against
	// so many topics, without falling behind.
	streamTopics = 1000
	streamPace   = 10_000
)

// jetstream measures the stream of everything on Bluesky, from a websocket on
// this machine to what is kept: as fast as it goes, then at the pace claimed,
// with how far it falls behind.
func (b *bench) jetstream(ctx context.Context) ([]load.Result, error) {
	p, err := openProgram(ctx, b.dir, b.log, fetch.Options{})
	if err != nil {
		return nil, err
	}
	for _, t := range load.StreamTopics(streamTopics, b.cmd.Seed) {
		if _, err := p.store.SaveTopic(ctx, t); err != nil {
			return nil, errors.Join(err, p.close())
		}
	}
	src, err := p.store.SaveSource(ctx, vigie.Source{Kind: vigie.JetstreamSource, Address: "ws://bench", Name: "bench", Channel: vigie.Social, Added: p.now().UTC()})
	if err = errors.Join(err, p.close()); err != nil {
		return nil, err
	}
	if p, err = openProgram(ctx, b.dir, b.log, fetch.Options{}); err != nil { // now with the topics in force
		return nil, err
	}
	var events [][]byte
	for e := range load.StreamEvents(b.cmd.Seed, p.now()) {
		if events = append(events, e); len(events) == b.cmd.N {
			break
		}
	}
	fast, err := b.replay(ctx, p, src, events, 0)
	if err == nil {
		var paced []load.Result
		paced, err = b.replay(ctx, p, src, events, streamPace)
		fast = append(fast, paced...)
	}
	return fast, errors.Join(err, p.close())
}

// replay plays events into the program at a pace and measures.
func (b *bench) replay(ctx context.Context, p *program, src vigie.Source, events [][]byte, pace int) ([]load.Result, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	srv := &http.Server{Handler: bluesky.Replay(events, pace), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }() // ends with Close
	defer srv.Close()
	j := &bluesky.Jetstream{Client: http.DefaultClient, Address: "ws://" + l.Addr().String()}
	var kept, batches int
	var lags []time.Duration
	before, began := load.Processor(), time.Now()
	at := int64(0)
	err = j.Stream(ctx, nil, func(ctx context.Context, batch listen.Batch) error {
		batch.Source = src.ID
		out, err := p.watch.Handle(ctx, batch)
		if err != nil {
			return err
		}
		kept += out.New + out.Known
		batches++
		at += int64(len(batch.Mentions))
		if pace > 0 {
			// The last event of the batch was due at its place in the pace.
			lags = append(lags, max(0, time.Since(began)-time.Duration(at)*time.Second/time.Duration(pace)))
		}
		return nil
	})
	took, cpu := time.Since(began), load.Processor()-before
	if vigie.KindOf(err) != vigie.Unavailable { // how a stream that is played to its end ends
		return nil, err
	}
	with := load.Settings(map[string]any{"events": len(events), "topics": streamTopics, "kept": kept, "batches": batches, "pace": pace, "seed": b.cmd.Seed})
	if pace == 0 {
		return []load.Result{
			{Name: "jetstream", Value: float64(at) / took.Seconds(), Unit: "events/s", Settings: with},
			{Name: "jetstream.cpu", Value: float64(cpu.Microseconds()) / float64(max(at, 1)), Unit: "us/event", Settings: with},
		}, nil
	}
	half := len(lags) / 2
	return []load.Result{
		{Name: "jetstream.paced", Value: float64(at) / took.Seconds(), Unit: "events/s", Settings: with},
		{Name: "jetstream.lag.first", Value: ms(load.Percentile(lags[:half], .99)), Unit: "ms", Settings: with},
		{Name: "jetstream.lag.last", Value: ms(load.Percentile(lags[half:], .99)), Unit: "ms", Settings: with},
		{Name: "jetstream.memory", Value: memoryMB(), Unit: "MB", Settings: with},
	}, nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func memoryMB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}

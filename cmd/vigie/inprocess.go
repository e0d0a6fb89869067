package main

import (
	"fmt"
	"io"
	"net/http"
	"sync"
)

// inProcess is a RoundTripper that calls a handler of this process, so that
// commands speak to the api in one way whether another process owns the data
// or not. Bodies stream both ways at once, as they do over the socket. Waiting
// for handlers is part of closing: Wait returns when all have ended.
type inProcess struct {
	handler http.Handler
	running sync.WaitGroup
}

// RoundTrip returns as soon as the handler has begun to answer.
func (t *inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	pr, pw := io.Pipe()
	w := &pipeWriter{header: http.Header{}, body: pw, begun: make(chan struct{})}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RequestURI = r.URL.RequestURI()
	t.running.Go(func() {
		var failed error
		defer func() {
			if p := recover(); p != nil {
				// http.ErrAbortHandler is how a handler breaks an answer off.
				if failed = io.ErrUnexpectedEOF; p != http.ErrAbortHandler {
					failed = fmt.Errorf("handler: %v", p)
				}
			}
			w.begin(http.StatusOK)
			_ = pw.CloseWithError(failed) // never fails, says io
			_ = in.Body.Close()           // was read as far as the handler wanted
		}()
		t.handler.ServeHTTP(w, in)
	})
	select {
	case <-w.begun:
	case <-r.Context().Done():
		_ = pr.CloseWithError(r.Context().Err())
		return nil, r.Context().Err()
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: pr, ContentLength: -1, Request: r,
	}, nil
}

// Wait returns when every handler has ended.
func (t *inProcess) Wait() { t.running.Wait() }

// pipeWriter is the http.ResponseWriter of inProcess.
type pipeWriter struct {
	header, sent http.Header
	body         *io.PipeWriter
	status       int
	once         sync.Once
	begun        chan struct{}
}

// Header returns the header to be sent.
func (w *pipeWriter) Header() http.Header { return w.header }

// WriteHeader begins the answer; later calls change nothing.
func (w *pipeWriter) WriteHeader(status int) { w.begin(status) }

// Write writes to whoever reads the answer, and waits for them.
func (w *pipeWriter) Write(p []byte) (int, error) {
	w.begin(http.StatusOK)
	return w.body.Write(p)
}

// FlushError begins the answer: nothing is ever buffered.
func (w *pipeWriter) FlushError() error {
	w.begin(http.StatusOK)
	return nil
}

// EnableFullDuplex does nothing: there is no connection to take turns on.
func (w *pipeWriter) EnableFullDuplex() error { return nil }

func (w *pipeWriter) begin(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.begun)
	})
}

// Package web is the face of Vigie that people use: pages made on the server,
// one template and one handler a page, each beginning with the sentence that
// answers its question. It asks measure, watch, listen and the store for
// answers and holds no rule of its own.
//
// Pages work without JavaScript; the few modules under static enhance what
// already works. Nothing is loaded from elsewhere and no page holds inline
// script or style, so that a strict content policy stands. What comes from
// outside is shown as text, isolated by <bdi>, never as HTML.
package web

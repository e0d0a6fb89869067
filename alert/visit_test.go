package alert_test

import (
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

func visitOf(id vigie.SourceID, at time.Time, fault vigie.Sentence) listen.Visit {
	return listen.Visit{Source: id, At: at, Next: at.Add(15 * time.Minute), Every: 15 * time.Minute, Items: 1, Fault: fault}
}

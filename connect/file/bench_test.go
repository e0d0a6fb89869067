package file

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// posts writes n rows like those of a collection of tweets.
func posts(n int) []byte {
	var b bytes.Buffer
	b.WriteString("tweet_id,airline_sentiment,name,retweet_count,text,tweet_created,user_timezone\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,negative,user%d,%d,\"@LesGrues la grue n° %d est \"\"en panne\"\", personne ne répond depuis ce matin http://t.co/x%d\",2015-02-%02d 11:%02d:52 -0800,Eastern Time (US & Canada)\n",
			570306133677760513+i, i%5000, i%7, i, i, 1+i%28, i%60)
	}
	return b.Bytes()
}

func BenchmarkReadCSV20000Rows(b *testing.B) {
	data := posts(20000)
	m := Mapping{ID: "tweet_id", Text: "text", Author: "name", Date: "tweet_created", Reposts: "retweet_count", DefaultNetwork: "twitter"}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for batch, err := range Read(context.Background(), bytes.NewReader(data), "posts.csv", m, 0) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(batch.Mentions)
		}
		if n != 20000 {
			b.Fatalf("read %d rows, want 20000", n)
		}
	}
	b.ReportMetric(20000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
)

// askLucene runs Lucene Monitor over the same posts and queries.
func (b *bench) askLucene(ctx context.Context) error {
	if b.lucene == "" {
		return nil
	}
	out := filepath.Join(b.dir, "lucene.txt")
	c := exec.CommandContext(ctx, "java", "-Xmx8g", "-cp", b.lucene+string(os.PathListSeparator)+filepath.Join(b.lucene, "*"), "Peer",
		filepath.Join(b.dir, "queries.txt"), filepath.Join(b.dir, "posts.txt"), out, strconv.Itoa(len(b.hits)), strconv.Itoa(runtime.GOMAXPROCS(0)))
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("lucene: %w", err)
	}
	return b.differ("lucene", out)
}

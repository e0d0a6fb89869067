package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// unpacked gives what a file holds to read, unpacked where its name ends in .gz.
func unpacked(path string, read func(io.Reader) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := read(in); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// eachLine gives the lines of a file, of at most a megabyte each.
func eachLine(path string, line func(string) error) error {
	return unpacked(path, func(in io.Reader) error {
		s := bufio.NewScanner(in)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			if err := line(s.Text()); err != nil {
				return err
			}
		}
		return s.Err()
	})
}

// readTable reads a CSV file without its header.
func readTable(path string) (rows [][]string, err error) {
	err = unpacked(path, func(in io.Reader) (err error) {
		rows, err = csv.NewReader(in).ReadAll()
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: no header", path)
	}
	return rows[1:], nil
}

package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// nabNames are the five files of nab_tweets.
var nabNames = []string{"AMZN", "CRM", "FB", "GOOG", "UPS"}

const nabTime = "2006-01-02 15:04:05"

// readNAB reads the five files and their windows.
func readNAB(dir string) ([]nabFile, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "combined_windows.json"))
	if err != nil {
		return nil, err
	}
	var windows map[string][][2]string
	if err := json.Unmarshal(raw, &windows); err != nil {
		return nil, fmt.Errorf("combined_windows.json: %w", err)
	}
	var files []nabFile
	for _, name := range nabNames {
		base := "Twitter_volume_" + name + ".csv"
		rows, err := readTable(filepath.Join(dir, base))
		if err != nil {
			return nil, err
		}
		f := nabFile{name: name}
		at := map[string]int{}
		for i, row := range rows {
			t, err := time.Parse(nabTime, row[0])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", base, err)
			}
			v, err := strconv.ParseFloat(row[1], 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", base, err)
			}
			at[row[0]] = i
			f.times = append(f.times, t)
			f.values = append(f.values, v)
		}
		for _, w := range windows["realTweets/"+base] {
			from, ok := at[strings.TrimSuffix(w[0], ".000000")]
			to, ok2 := at[strings.TrimSuffix(w[1], ".000000")]
			if !ok || !ok2 {
				return nil, fmt.Errorf("%s: no row at the ends of window %v", base, w)
			}
			f.windows = append(f.windows, nabWindow{from, to})
		}
		files = append(files, f)
	}
	return files, nil
}

package measure

import "testing"

func TestCompare(t *testing.T) {
	tests := []struct {
		name          string
		before, after Span
		ratio         float64
		low, high     float64
		clear         bool
	}{
		// The example of R's help page for poisson.test (after B. Rosner,
		// Fundamentals of Biostatistics): rate ratio 1.971488, 95 percent
		// confidence interval 0.8584264 to 4.2772659.
		{"breast cancer, R poisson.test", Span{N: 21, Time: 3011}, Span{N: 11, Time: 800}, 1.971488095, 0.8584264034, 4.277265944, false},
		// mpmath: exact binomial sums at 40 digits, by halving.
		{"a good week", Span{N: 191, Time: 1}, Span{N: 214, Time: 1}, 1.120418848, 0.9175015151, 1.369018576, false},
		{"a clear quarter", Span{N: 1201, Time: 1}, Span{N: 1486, Time: 1}, 1.237302248, 1.145918736, 1.336183515, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Compare(tt.before, tt.after)
			if !ok || !near(got.Ratio, tt.ratio) || !near(got.Between.Low, tt.low) || !near(got.Between.High, tt.high) || got.Clear != tt.clear {
				t.Errorf("Compare(%v, %v) = %+v, %v, want %v in [%v, %v], clear %v",
					tt.before, tt.after, got, ok, tt.ratio, tt.low, tt.high, tt.clear)
			}
		})
	}
}

func TestCompareSaysWhenItCannot(t *testing.T) {
	tests := []struct {
		name          string
		before, after Span
	}{
		{"too few", Span{N: 9, Time: 1}, Span{N: 10, Time: 1}},
		{"nothing before", Span{N: 0, Time: 1}, Span{N: 500, Time: 1}},
		{"no time", Span{N: 100, Time: 1}, Span{N: 100, Time: 0}},
		{"negative", Span{N: 100, Time: 1}, Span{N: -1, Time: 1}},
	}
	for _, tt := range tests {
		if got, ok := Compare(tt.before, tt.after); ok || got != (Change{}) {
			t.Errorf("%s: Compare(%v, %v) = %v, %v, want not measurable", tt.name, tt.before, tt.after, got, ok)
		}
	}
}

func TestPatience(t *testing.T) {
	tests := []struct {
		have int64
		pace float64
		want int
		ok   bool
	}{
		{7, 5, 3, true},
		{0, 1, 20, true},
		{19, 40, 1, true},
		{25, 1, 1, true},
		{3, 0, 0, false},
		{3, 0.01, 0, false},
	}
	for _, tt := range tests {
		if got, ok := Patience(tt.have, tt.pace); got != tt.want || ok != tt.ok {
			t.Errorf("Patience(%d, %v) = %d, %v, want %d, %v", tt.have, tt.pace, got, ok, tt.want, tt.ok)
		}
	}
}

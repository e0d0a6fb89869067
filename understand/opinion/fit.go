package opinion

import "math"

// classes are the opinions a model knows, in the order of its weights.
const (
	negative = iota
	neutral
	positive
	classes
)

// feat is one feature of an example and its value.
type feat struct {
	i int32
	v float32
}

// example is one labelled text: features, class, how much it counts, and what
// another model already says of it (log-odds; zeros for a first model).
type example struct {
	x      []feat
	class  int
	weight float64
	offset [classes]float64
}

// softmax turns log-odds into probabilities, in place.
func softmax(z *[classes]float64) {
	most := max(z[0], z[1], z[2])
	sum := 0.0
	for c := range z {
		z[c] = math.Exp(z[c] - most)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
}

// fit returns the weights (three a feature) that make
//
//	sum of weight * cross-entropy + sum of penalty[i]/2 * w[i]^2
//
// least, by L-BFGS (Liu and Nocedal 1989, seven pairs) from zero. It is
// deterministic, and each feature's three weights sum to zero.
func fit(ex []example, penalty []float64, steps int) []float64 {
	n := len(penalty) * classes
	w, g := make([]float64, n), make([]float64, n)
	loss := func(w, g []float64) float64 {
		sum := 0.0
		for i, p := range penalty {
			for c := range classes {
				v := w[i*classes+c]
				sum += p / 2 * v * v
				g[i*classes+c] = p * v
			}
		}
		for i := range ex {
			e := &ex[i]
			z := e.offset
			for _, f := range e.x {
				k, v := int(f.i)*classes, float64(f.v)
				z[0] += w[k] * v
				z[1] += w[k+1] * v
				z[2] += w[k+2] * v
			}
			softmax(&z)
			sum -= e.weight * math.Log(max(z[e.class], 1e-300))
			z[e.class]--
			for _, f := range e.x {
				k, v := int(f.i)*classes, float64(f.v)*e.weight
				g[k] += z[0] * v
				g[k+1] += z[1] * v
				g[k+2] += z[2] * v
			}
		}
		return sum
	}
	minimise(loss, w, g, steps)
	return w
}

// fitEven is fit with each feature divided by the root of its penalty, which is
// the same optimum and sooner found where penalties differ much. It changes ex.
func fitEven(ex []example, penalty []float64, steps int) []float64 {
	scale, even := make([]float64, len(penalty)), make([]float64, len(penalty))
	for i, p := range penalty {
		scale[i], even[i] = 1/math.Sqrt(p), 1
	}
	for _, e := range ex {
		for k := range e.x {
			e.x[k].v *= float32(scale[e.x[k].i])
		}
	}
	w := fit(ex, even, steps)
	for i, s := range scale {
		for c := range classes {
			w[i*classes+c] *= s
		}
	}
	return w
}

// memory is how many past steps L-BFGS remembers.
const memory = 7

// minimise moves w to where loss, which fills its gradient g, is least.
func minimise(loss func(w, g []float64) float64, w, g []float64, steps int) {
	n := len(w)
	type pair struct {
		s, y []float64
		rho  float64
	}
	var past []pair
	d, next, grad := make([]float64, n), make([]float64, n), make([]float64, n)
	alpha := make([]float64, memory)
	now := loss(w, g)
	for k := range steps {
		copy(d, g)
		for i := len(past) - 1; i >= 0; i-- {
			p := &past[i]
			alpha[i] = p.rho * dot(p.s, d)
			axpy(d, p.y, -alpha[i])
		}
		if len(past) > 0 {
			p := &past[len(past)-1]
			scale(d, 1/(p.rho*dot(p.y, p.y)))
		}
		for i := range past {
			p := &past[i]
			axpy(d, p.s, alpha[i]-p.rho*dot(p.y, d))
		}
		slope := -dot(d, g)
		if slope >= 0 {
			return
		}
		t := 1.0
		if k == 0 {
			t = 1 / math.Sqrt(dot(g, g)+1e-12)
		}
		var then float64
		for try := 0; ; try++ {
			for i := range w {
				next[i] = w[i] - t*d[i]
			}
			if then = loss(next, grad); then <= now+1e-4*t*slope {
				break
			}
			if try == 20 {
				return
			}
			t /= 2
		}
		p := pair{s: make([]float64, n), y: make([]float64, n)}
		if len(past) == memory {
			p.s, p.y = past[0].s, past[0].y
			copy(past, past[1:])
			past = past[:memory-1]
		}
		for i := range w {
			p.s[i], p.y[i] = next[i]-w[i], grad[i]-g[i]
		}
		if sy := dot(p.s, p.y); sy > 1e-12 {
			p.rho = 1 / sy
			past = append(past, p)
		}
		copy(w, next)
		copy(g, grad)
		if now-then < 1e-6*math.Abs(now) {
			return
		}
		now = then
	}
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func axpy(a, b []float64, k float64) {
	for i, v := range b {
		a[i] += k * v
	}
}

func scale(a []float64, k float64) {
	for i := range a {
		a[i] *= k
	}
}

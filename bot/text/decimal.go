package text

import "math"

// decimal is n / 10^d, exact as long as it stays below 10^15.
type decimal struct {
	n int64
	d int
}

const decimalMax = 1_000_000_000_000_000

var pow10 = [...]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000}

func whole(n int64) decimal { return decimal{n: n} }

// times10 multiplies by 10^p.
func (x decimal) times10(p int) (decimal, bool) {
	for ; p > 0; p-- {
		if x.d > 0 {
			x.d--
			continue
		}
		if x.n *= 10; x.n > decimalMax {
			return x, false
		}
	}
	return x, true
}

// plus adds.
func (x decimal) plus(y decimal) (decimal, bool) {
	for x.d < y.d {
		x.n, x.d = x.n*10, x.d+1
	}
	for y.d < x.d {
		y.n, y.d = y.n*10, y.d+1
	}
	if x.n > decimalMax || y.n > decimalMax {
		return x, false
	}
	x.n += y.n
	return x, true
}

// float returns the nearest float64; whole numbers are exact.
func (x decimal) float() float64 { return float64(x.n) / math.Pow10(x.d) }

// integer returns the value when it is a whole number.
func (x decimal) integer() (int64, bool) {
	for x.d > 0 && x.n%10 == 0 {
		x.n, x.d = x.n/10, x.d-1
	}
	return x.n, x.d == 0
}

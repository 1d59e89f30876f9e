package schedule

import "math"

// Sun and moon after J. Meeus, Astronomical Algorithms, 2nd ed., chapters 25
// (low accuracy, 0.01°) and 49. Days are Julian Days in universal time.

// newMoon is the k-th new moon after 6 January 2000.
func newMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85
	e := 1 - 0.002516*t - 0.0000074*t*t
	jde := 2451550.09766 + 29.530588861*n + 0.00015437*t*t - 0.000000150*t*t*t + 0.00000000073*t*t*t*t
	sun := rad(2.5534 + 29.10535670*n - 0.0000014*t*t - 0.00000011*t*t*t)
	moon := rad(201.5643 + 385.81693528*n + 0.0107582*t*t + 0.00001238*t*t*t - 0.000000058*t*t*t*t)
	f := rad(160.7108 + 390.67050284*n - 0.0016118*t*t - 0.00000227*t*t*t + 0.000000011*t*t*t*t)
	node := rad(124.7746 - 1.56375588*n + 0.0020672*t*t + 0.00000215*t*t*t)
	for _, x := range []struct{ c, sun, moon, f, e float64 }{
		{-0.40720, 0, 1, 0, 0}, {0.17241, 1, 0, 0, 1}, {0.01608, 0, 2, 0, 0}, {0.01039, 0, 0, 2, 0},
		{0.00739, -1, 1, 0, 1}, {-0.00514, 1, 1, 0, 1}, {0.00208, 2, 0, 0, 2}, {-0.00111, 0, 1, -2, 0},
		{-0.00057, 0, 1, 2, 0}, {0.00056, 1, 2, 0, 1}, {-0.00042, 0, 3, 0, 0}, {0.00042, 1, 0, 2, 1},
		{0.00038, 1, 0, -2, 1}, {-0.00024, -1, 2, 0, 1}, {-0.00007, 2, 1, 0, 0}, {0.00004, 0, 2, -2, 0},
		{0.00004, 3, 0, 0, 0}, {0.00003, 1, 1, -2, 0}, {0.00003, 0, 2, 2, 0}, {-0.00003, 1, 1, 2, 0},
		{0.00003, -1, 1, 2, 0}, {-0.00002, -1, 1, -2, 0}, {-0.00002, 1, 3, 0, 0}, {0.00002, 0, 4, 0, 0},
	} {
		jde += x.c * math.Pow(e, x.e) * math.Sin(x.sun*sun+x.moon*moon+x.f*f)
	}
	jde -= 0.00017 * math.Sin(node)
	for _, p := range [][3]float64{ // the planets
		{0.000325, 299.77, 0.107408}, {0.000165, 251.88, 0.016321}, {0.000164, 251.83, 26.651886},
		{0.000126, 349.42, 36.412478}, {0.000110, 84.66, 18.206239}, {0.000062, 141.74, 53.303771},
		{0.000060, 207.14, 2.453732}, {0.000056, 154.84, 7.306860}, {0.000047, 34.52, 27.261239},
		{0.000042, 207.19, 0.121824}, {0.000040, 291.34, 1.844379}, {0.000037, 161.72, 24.198154},
		{0.000035, 239.56, 25.513099}, {0.000023, 331.55, 3.592518},
	} {
		jde += p[0] * math.Sin(rad(p[1]+p[2]*n))
	}
	return jde - deltaT
}

// sunLongitude is the sun's apparent longitude in degrees, 0 to 360.
func sunLongitude(jd float64) float64 {
	t := (jd + deltaT - 2451545) / 36525
	m := rad(357.52911 + 35999.05029*t - 0.0001537*t*t)
	c := (1.914602-0.004817*t-0.000014*t*t)*math.Sin(m) + (0.019993-0.000101*t)*math.Sin(2*m) + 0.000289*math.Sin(3*m)
	long := 280.46646 + 36000.76983*t + 0.0003032*t*t + c - 0.00569 - 0.00478*math.Sin(rad(125.04-1934.136*t))
	return math.Mod(math.Mod(long, 360)+360, 360)
}

// deltaT is dynamical less universal time in days: about 70 s in this century's
// first half, far below what these formulas are used for.
const deltaT = 70.0 / 86400

func rad(deg float64) float64 { return math.Mod(deg, 360) * math.Pi / 180 }

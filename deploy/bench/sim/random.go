package main

import (
	"math"
	"math/rand/v2"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x7011_6a7e)) }

// poisson draws how many events come where so many are expected.
func poisson(r *rand.Rand, mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 60 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	limit, product, count := math.Exp(-mean), r.Float64(), 0
	for product > limit {
		product *= r.Float64()
		count++
	}
	return count
}

// alias draws from given weights in constant time (Walker's method).
type alias struct {
	share []float64
	other []int32
}

func newAlias(weights []float64) alias {
	sum := 0.0
	for _, weight := range weights {
		sum += weight
	}
	n := len(weights)
	a := alias{make([]float64, n), make([]int32, n)}
	var small, large []int32
	for i, weight := range weights {
		a.share[i] = weight / sum * float64(n)
		if a.share[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		less, more := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a.other[less] = more
		a.share[more] -= 1 - a.share[less]
		if a.share[more] < 1 {
			large = large[:len(large)-1]
			small = append(small, more)
		}
	}
	for _, left := range append(small, large...) {
		a.share[left] = 1
	}
	return a
}

func (a alias) draw(r *rand.Rand) int32 {
	i := int32(r.IntN(len(a.share)))
	if r.Float64() < a.share[i] {
		return i
	}
	return a.other[i]
}

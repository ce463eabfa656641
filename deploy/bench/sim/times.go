package main

// mostIn is the largest number of these ordered times within one span.
func mostIn(times []int64, span int64) int {
	most, first := 0, 0
	for last := range times {
		for times[last]-times[first] >= span {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// between is how many of these times are in a span.
func between(times []int64, from, to int64) int {
	count := 0
	for _, at := range times {
		if at >= from && at < to {
			count++
		}
	}
	return count
}

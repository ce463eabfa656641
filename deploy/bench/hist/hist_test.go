package hist

import (
	"math"
	"math/rand"
	"slices"
	"testing"
	"time"
)

func TestQuantilesAreWithinHalfAPercentOfTheExactOnes(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	var h Histogram
	var exactly []int64
	for range 100_000 {
		value := int64(math.Exp(random.Float64() * 24))
		h.Record(time.Duration(value))
		exactly = append(exactly, value)
	}
	slices.Sort(exactly)
	for _, q := range []float64{0, .01, .5, .9, .99, .999, 1} {
		rank := max(int(math.Ceil(q*float64(len(exactly)))), 1)
		want := float64(exactly[rank-1])
		got := float64(h.Quantile(q))
		if math.Abs(got-want) > want*0.005+1 {
			t.Errorf("quantile %v: %v, want %v", q, got, want)
		}
	}
}

func TestEveryBucketHoldsItsOwnMiddle(t *testing.T) {
	for i := range buckets {
		if back := indexOf(valueOf(i)); back != i {
			t.Fatalf("bucket %d has the middle %d, which is of bucket %d", i, valueOf(i), back)
		}
	}
}

func TestTheEndsAreExact(t *testing.T) {
	var h Histogram
	for _, d := range []time.Duration{3_333_333, 1_111_111, 9_999_999} {
		h.Record(d)
	}
	if h.Quantile(0) != 1_111_111 || h.Quantile(1) != 9_999_999 {
		t.Errorf("from %d to %d", h.Quantile(0), h.Quantile(1))
	}
}

func TestWhatIsOutOfBoundsCountsAsTheBound(t *testing.T) {
	var h Histogram
	h.Record(-time.Second)
	h.Record(1000 * time.Hour)
	if h.Quantile(0) != 0 || h.Quantile(1) != time.Duration(longest) || h.Count() != 2 {
		t.Errorf("from %d to %d", h.Quantile(0), h.Quantile(1))
	}
}

func TestMergedOnesTellWhatOneWouldHaveTold(t *testing.T) {
	var whole, left, right, empty Histogram
	for i := range 1000 {
		d := time.Duration(i*i) * time.Microsecond
		whole.Record(d)
		if i%3 == 0 {
			left.Record(d)
		} else {
			right.Record(d)
		}
	}
	left.Merge(&right)
	left.Merge(&empty)
	empty.Merge(&left)
	for _, h := range []*Histogram{&left, &empty} {
		got, want := h.Summary(), whole.Summary()
		if got.Count != want.Count || got.P50 != want.P50 || got.P999 != want.P999 || got.Max != want.Max {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestAnEmptyOneTellsZero(t *testing.T) {
	var h Histogram
	if s := h.Summary(); s.Count != 0 || s.P99 != 0 || s.Mean != 0 {
		t.Errorf("%+v", s)
	}
}

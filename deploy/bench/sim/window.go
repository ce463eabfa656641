package main

const (
	windowLength  = 60 * second
	bucketWidth   = second
	sliceValidity = 200 * milli
	ring          = 64
	never32       = int64(-1) << 40
)

// window counts a limit as Redis does: buckets of a second, each counted whole until all of it is out of the minute.
type window struct {
	limit  int64
	number [ring]int64
	amount [ring]int64
}

func newWindow(limit int64) *window {
	w := &window{limit: limit}
	for i := range w.number {
		w.number[i] = never32
	}
	return w
}

func (w *window) used(now int64) int64 {
	oldest, sum := now/bucketWidth-windowLength/bucketWidth, int64(0)
	for i, number := range w.number {
		if number >= oldest {
			sum += w.amount[i]
		}
	}
	return sum
}

// grant gives a part of the limit to an edge, charged to the bucket in which it may be used last.
func (w *window) grant(amount, now int64) (granted, bucket int64) {
	granted = max(0, min(amount, w.limit-w.used(now)))
	bucket = (now + sliceValidity) / bucketWidth
	w.add(bucket, granted)
	return granted, bucket
}

func (w *window) add(bucket, amount int64) {
	i := bucket % ring
	if w.number[i] != bucket {
		w.number[i], w.amount[i] = bucket, 0
	}
	w.amount[i] += amount
}

// giveBack counts only in the bucket that gave it.
func (w *window) giveBack(bucket, amount, now int64) {
	if i := bucket % ring; w.number[i] == bucket && bucket >= now/bucketWidth-windowLength/bucketWidth {
		w.amount[i] -= min(w.amount[i], amount)
	}
}

// forget drops what was counted since: what a fail-over of Redis may lose.
func (w *window) forget(since int64) {
	for i, number := range w.number {
		if number >= since/bucketWidth {
			w.amount[i] = 0
		}
	}
}

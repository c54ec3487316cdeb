package main

import "testing"

func BenchmarkExhaustive(b *testing.B) {
	x := newExhaustion()
	for i := 0; b.Loop(); i++ {
		x.playScript(scriptOf(i * 7919 % scripts))
	}
	b.Log(x.found.count, x.found.steps/int64(b.N))
	for _, v := range x.found.violations[:min(5, len(x.found.violations))] {
		b.Log(v)
	}
}

func BenchmarkRandom(b *testing.B) {
	r := &random{}
	for i := uint64(0); b.Loop(); i++ {
		r.play(i)
	}
	b.Log(r.found.count, r.found.steps/int64(b.N))
}

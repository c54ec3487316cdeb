package main

import "math/rand/v2"

// pairwise chooses n cases out of all combinations of values, sizes[i] of the i-th
// kind, so that every pair of two values meets about equally often. A case holds
// the place of each value.
func pairwise(sizes []int, n int, dice *rand.Rand) (cases [][]int) {
	met := map[[4]int]int{}
	pairs := func(c []int, each func(*int)) {
		for i := range c {
			for j := range i {
				key := [4]int{i, c[i], j, c[j]}
				count := met[key]
				each(&count)
				met[key] = count
			}
		}
	}
	const candidates = 40
	for range n {
		var best []int
		most := -1.0
		for range candidates {
			c := make([]int, len(sizes))
			for i, size := range sizes {
				c[i] = dice.IntN(size)
			}
			rare := 0.0
			pairs(c, func(count *int) {
				if *count == 0 {
					rare += 10
				}
				rare += 1 / float64(1+*count)
			})
			if rare > most {
				best, most = c, rare
			}
		}
		pairs(best, func(count *int) { *count++ })
		cases = append(cases, best)
	}
	return cases
}

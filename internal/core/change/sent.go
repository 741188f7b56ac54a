package change

// Sent is how many records of each source the set takes in: new detections, new
// versions and repeats. What was known already changes nothing, and is in no set.
func (s *Set) Sent() map[string]int {
	sent := map[string]int{}
	for i := range s.Arrived {
		sent[s.Arrived[i].Source]++
	}
	for i := range s.Updated {
		sent[s.Updated[i].Version.Source]++
	}
	for i := range s.Folded {
		sent[s.Folded[i].Repeat.Source]++
	}
	return sent
}

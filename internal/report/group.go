package report

// IsRequest reports whether the group is a request, or a record of one: it is asked what
// that says of the verification.
func (g *Group) IsRequest() bool {
	for i := range g.Answers {
		if g.Answers[i].To == QuestionVerified {
			return true
		}
	}
	return false
}

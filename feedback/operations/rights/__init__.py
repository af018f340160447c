"""Who somebody is to whom, what they may know of, read and do: plain questions, asked here alone.

subjects.py       what somebody may do with one: read, download, coach, propose, approve
plans.py          may_read_plan, owns_plan
accounts.py       who may sign in; who administers, organises a department, keeps its records
relations.py      whom somebody leads, coaches, approves: the lists of their pages
knowing.py        from when a campaign is known to whom, and what is shared with whom
coach_access.py   as whom somebody coaches, and until when
recipients.py     whose a release is: today the leader, one day a team or a workplace
"""

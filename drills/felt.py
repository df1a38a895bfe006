"""How long customers feel that people were away for a drill, and what is told of it: the same for windows and for predictions.

Windows are told by two programs, because they ask for different things. Of thousands of windows only the numbers of people differ:
``drills.windows`` keeps who is there in arrays over whole weeks. A prediction has one window and an incident in it, which changes
customers and people in the middle of a slot: ``drills.simulation`` cuts a stretch of hours into small steps. What they have in common
is the kernel, the floor that both begin with, and what stands here.
"""

LEAST_TAIL_MINUTES = 30  # after the drill, whatever is felt of it
MOST_TAIL_MINUTES = 240
GONE_SHARE = 0.005  # of a slot's contacts: where fewer are answered later than without the drill, it is felt no more
ONE_IN_TEN = 0.9  # one case in ten costs more than this quantile of the loss

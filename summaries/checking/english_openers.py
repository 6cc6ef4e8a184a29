"""Ordinary English words that open a sentence; any other capital there may be a name."""

from summaries.checking.lexicon import words_of

OPENERS = words_of(
    """
    a about above across add adding after again all along also although an and another any
    anything around as at average averaged averaging back bar before behind below beside best
    between beyond both but by cadence clear climbing climbed close coming compared completed
    consider considering consistent control controlled covered data despite do done down
    during each early effort efforts either elevation endurance enough even every everything
    except execution fade faded fading few finish finished finishing first focus following for
    form from further given going good had half has have heart held here high higher highest
    his her hold holding how however if in including inside instead interval intervals into is
    it its just keep keeping late later less load long look looking low lower main many mean
    more most mostly moving much near nearly neither never new next no none nor not note
    nothing now of off on once only open opening or other otherwise our out outside over
    overall pace paced pacing peak per plus power power-wise pretty quality quick quite rather
    reading recovery recoveries record records recorded repetitions reps ride rider riding
    rode rolling same session sessions set sets several she short shortly side since single
    slightly small so solid some something spread start started starting steady still strong
    such than that the their them then there these they this those though through throughout
    time to today together too torque total totals training under until up upper use very view
    volume warm was watch watching we weighted well were what when where whether which while
    whole why with within without work working worth yet you your zone zones aerobic anaerobic
    neuromuscular threshold tempo vo2max baseline baselines candidate candidates repaired
    missing paused pauses dropouts filled evenly decoupling drift efficiency durability
    distance duration longest last final fitness fatigue training-wise weighing treat check
    compare read judge leave expect repeat take give let make put see think thing things
    against intensity uneven separate too gaps file built light single rides
    """
)

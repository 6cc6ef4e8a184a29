"""Ordinary Spanish words that open a sentence; any other capital there may be a name."""

from summaries.checking.lexicon import words_of

OPENERS = words_of(
    """
    a acaba acabó además aeróbico aguanta ahora al algo algunos alrededor anaeróbico antes apenas
    aquí archivo así aumentó aunque añade añadir bajaron bajó bien bloque bloques buen buena busca
    cada cadencia cae candidata candidato carga carrera casi cayeron cayó cerca cerró completó con
    contra conviene corregidas corregido corto crece cuando cuenta cuida da dale de deja del desde
    después dio distancia durabilidad durante e el ella empieza en endurance entre era eran es
    esfuerzo esfuerzos esta estas este esto estos estuvieron estuvo está estás factor falta fatiga
    fija firme forma frecuencia frente frescura fue fueron fuerza ganó gran guarda ha haz hecha
    hecho hicieron hiciste hizo hubo hueco huecos igual incluso intensidad irregular juntos la las
    le llegaste llegó lleva llevó lo los luego mantener mantiene mantuviste mantuvo mantén media
    mejor mejoraron mejores mejoró menos mientras mira modelo mucha mucho muy más nada
    neuromuscular ni ninguna ninguno no nota o otra otro para parte pausa pausas perdiste perdió
    pero poca poco por potencia primer primera primero principal pulsaciones pulso que queda
    quedaron quedó quizá recorrió recuperaciones recuperación referencia referencias reparadas
    reparado repeticiones repetición repite resistencia respecto resto revisa revisar ritmo
    rodaste rodó récord récords ríndete salida salieron salió se según serie series sesión si
    sigue siguió sin sobra sobre solo sostener sostuviste sostuvo su suave sube subieron subió
    sueltos suma sumaron sumó superaron sus sólo tal también tanto te tenía terminó test tiempo
    tiene tienes toca toda todas todo todos total trabajamos trabajaremos trabajo tras tu tus
    tuviste tuvo umbral un una unas uno unos va vatios velocidad ven veremos vigila vo2max volumen
    y ya zona zonas
    """
)
